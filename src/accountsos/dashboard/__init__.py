"""The door for people: pages and forms over HTTP, made on the server."""
