// What both servers listen on: HTTP/1.1 in cleartext, and HTTP/2 (or HTTP/1.1, by ALPN) over TLS where a certificate is given.
import http from 'node:http';
import http2 from 'node:http2';

const loopback = '127.0.0.1';

// HTTP/2 has no per-connection headers (RFC 9113, 8.2.2), and node:http2 ends the request of whoever sets one.
const connectionHeaders = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']);

const listen = (server, port) => new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen(port, loopback, () => resolve(server.address().port));
});

const mayTravel = name => !connectionHeaders.has(name.toLowerCase());

function withoutConnectionHeaders(handler) {
  return (request, response) => {
    if (request.httpVersionMajor === 2) {
      const { setHeader, writeHead } = response;
      response.setHeader = (name, value) => mayTravel(name) ? setHeader.call(response, name, value) : response;
      // HTTP/2 has no status message either (RFC 9113, 8.3.2), whatever is given between the status and the headers.
      response.writeHead = (status, ...rest) => {
        const headers = rest.find(argument => typeof argument === 'object') ?? {};
        return writeHead.call(response, status, Object.fromEntries(Object.entries(headers).filter(([name]) => mayTravel(name))));
      };
    }
    return handler(request, response);
  };
}

/** Numbers the connections of this process in the order of their first request. */
export function createConnectionRegister() {
  const ids = new WeakMap();
  let opened = 0;
  return request => {
    const carrier = request.httpVersionMajor === 2 ? request.stream.session : request.socket;
    if (!ids.has(carrier)) ids.set(carrier, ++opened);
    return { id: ids.get(carrier), httpVersion: request.httpVersion, opened };
  };
}

/** Starts the listeners for one (request, response) handler and gives their URIs. A handler that also serves sockets has `attach(server)`. */
export async function startListeners(handler, { port, key, cert }) {
  const plain = http.createServer(handler);
  handler.attach?.(plain);
  const uris = { http: `http://${loopback}:${await listen(plain, port)}/graphql` };
  if (key && cert) {
    const secure = http2.createSecureServer({ key, cert, allowHTTP1: true }, withoutConnectionHeaders(handler));
    handler.attach?.(secure);
    uris.https = `https://localhost:${await listen(secure, 0)}/graphql`;
  }
  return uris;
}
