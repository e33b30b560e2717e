"""The graph in the browser and for SPARQL clients: the same questions as the commands ask, over HTTP.

`app.application` builds it from the rooms in `app.ROOMS`; each room has its addresses in a function `routes`. What a
request reads comes from `served.Served`. Every answer passes `guard`. `commands` alone starts the server.
"""
