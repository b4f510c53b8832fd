import os


def handle(event, context):
    return {"message": "from python", "stage": os.environ["STAGE"], "method": event["httpMethod"]}
