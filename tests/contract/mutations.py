"""Damaged copies of a decoded body: one field gone, or one value of another type, at a time."""

import copy

WRONG = ("wrong", 7, None, True, [], {}, ["wrong"], {"wrong": "wrong"}, 1.5)


def places(value, path=()):
    """List the paths to everything inside ``value``."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key)
            yield from places(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield (*path, index)
            yield from places(item, (*path, index))


def holder_of(value, path):
    for step in path[:-1]:
        value = value[step]
    return value


def mutations(payload):
    """Make every damaged copy, with the path of the damage."""
    for path in list(places(payload)):
        without = copy.deepcopy(payload)
        del holder_of(without, path)[path[-1]]
        yield path, without
        for wrong in WRONG:
            if type(wrong) is type(holder_of(payload, path)[path[-1]]):
                continue
            changed = copy.deepcopy(payload)
            holder_of(changed, path)[path[-1]] = wrong
            yield path, changed


def texts_at(value, keys):
    """Collect every text that stands under one of these keys, anywhere."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in keys and isinstance(item, str) and item:
                yield item
            else:
                yield from texts_at(item, keys)
    elif isinstance(value, list):
        for item in value:
            yield from texts_at(item, keys)
