import base64
import json


def records(event):
    return [record for batch in event["records"].values() for record in batch]


def read(record):
    return json.loads(base64.b64decode(record["value"]))


def strong_quakes(event, context):
    """A line for each strong earthquake; the mapping's filter lets no others through."""
    return [alert(read(record)) for record in records(event)]


def alert(quake):
    properties = quake["properties"]
    return {
        "key": quake["id"],
        "value": {
            "id": quake["id"],
            "magnitude": properties["mag"],
            "place": properties["place"],
            "time": properties["time"],
        },
    }


def blasts(event, context):
    """Takes quarry blasts, and refuses explosions: the mapping tries again, and then gives them up."""
    return {
        "batchItemFailures": [
            {"itemIdentifier": {"partition": f"{record['topic']}-{record['partition']}", "offset": record["offset"]}}
            for record in records(event)
            if read(record)["properties"]["type"] == "explosion"
        ]
    }
