import json
import os


# The file and the name of the function are the handler: "handler.hello".
def hello(event, context):
    print("quickstart: %s from %s" % (event["httpMethod"], os.environ["WHERE"]))
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({
            "message": "Hello, World",
            "where": os.environ["WHERE"],
            "level": os.environ["LEVEL"],
            "body": event["body"],
            "secret": os.environ.get("SECRET", ""),
        }),
    }
