import os


# The name of the function and the file are the handler: "handler.hello".
def hello(event, context):
    print("quickstart: %s from %s" % (event["httpMethod"], os.environ["WHERE"]))
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": {
            "message": "Hello, World",
            "where": os.environ["WHERE"],
            "level": os.environ["LEVEL"],
            "body": event["body"],
        },
    }
