"""Serves moto on 127.0.0.1 at the port given (0: any free one), tells the port on standard output, and ends when
standard input does: so it never outlives the process that started it, however that ends."""

import os
import signal
import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

# Ctrl-C reaches the whole terminal; the parent decides
signal.signal(signal.SIGINT, signal.SIG_IGN)
app = DomainDispatcherApplication(create_backend_app)
server = make_server("127.0.0.1", int(sys.argv[1]), app, threaded=True, request_handler=MotoRequestHandler)
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
os._exit(0)
