package dev.agenthub.app.testing;

import dev.agenthub.api.JoinLink;
import dev.agenthub.server.connectors.calls.LocalProvider;
import dev.agenthub.server.tls.ServerCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * A TLS proxy with its own certificate for a backend on loopback. It counts requests and forwards all but event streams.
 */
public final class TlsProxy implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();
    private final HttpClient onward = HttpClient.newHttpClient();
    private final String fingerprint;

    /** At a free port; the certificate's key is kept in that folder. */
    public TlsProxy(Path folder, URI backend) throws Exception {
        this(folder, backend, 0);
    }

    /** The same at that port. */
    public TlsProxy(Path folder, URI backend, int port) throws Exception {
        ServerCertificate certificate = LocalProvider.certificate(Files.createDirectories(folder));
        fingerprint = certificate.fingerprint();
        server.useHttps(LocalProvider.tls(certificate).getSocketFactory());
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                try {
                    return passOn(request, backend);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        server.start(InetAddress.getLoopbackAddress(), port);
    }

    private MockResponse passOn(RecordedRequest request, URI backend) throws IOException, InterruptedException {
        BodyPublisher body = request.getBody() == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(request.getBody().utf8());
        HttpRequest.Builder next = HttpRequest.newBuilder(backend.resolve(request.getTarget()))
                .method(request.getMethod(), body).header("Content-Type", "application/json");
        String token = request.getHeaders().get("Authorization");
        HttpResponse<String> answer = onward.send(token == null
                ? next.build()
                : next.header("Authorization", token)
                        .build(),
                BodyHandlers.ofString());
        return new MockResponse.Builder().code(answer.statusCode()).body(answer.body())
                .addHeader("Content-Type", answer.headers().firstValue("Content-Type").orElse("")).build();
    }

    public URI uri() {
        return URI.create("https://127.0.0.1:" + server.getPort());
    }

    /** SHA-256 of its certificate, 64 hex digits. */
    public String fingerprint() {
        return fingerprint;
    }

    /** A code of the backend as an invitation through this proxy. */
    public String link(String code) {
        return new JoinLink(uri(), fingerprint, code).text();
    }

    /** How many requests have arrived. */
    public int requests() {
        return server.getRequestCount();
    }

    @Override
    public void close() {
        server.close();
        onward.close();
    }
}
