package dev.agenthub.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Problem;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.http.openapi.DescribedRoutes;
import dev.agenthub.server.tls.ServerCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostHeaderTest {

    private static final HostHeader LOOPBACK = new HostHeader(Set.of(), false);
    private static final HostHeader SERVED = new HostHeader(Set.of("Hub.example.com", "*.hub.example.com"), true);

    private static String answer(Socket socket, String host, String path) throws IOException {
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        try (InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST.", "127.0.0.1", "127.9.9.9", "[::1]"})
    void knowsLoopbackByItsOwnNames(String host) {
        assertThat(LOOPBACK.isOurs(host)).isTrue();
        assertThat(SERVED.isOurs(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", ".", "0.0.0.0",
            "192.0.2.1", "[2001:db8::1]", "1.2.3", "hub.example.com"})
    void answersOnLoopbackToNoOtherName(String host) {
        assertThat(LOOPBACK.isOurs(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.example.com", "HUB.EXAMPLE.COM.", "a.hub.example.com", "192.0.2.1", "[2001:db8::1]"})
    void answersToTheNamesItWasToldAndToAddresses(String host) {
        assertThat(SERVED.isOurs(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "b.a.hub.example.com", ".hub.example.com.evil", "example.com",
            "*.example.com"})
    void answersToNoNameThatItWasNotTold(String host) {
        assertThat(SERVED.isOurs(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/health", "/metrics", "/v1/openapi.json", "/v1/nothing"})
    void refusesACallToAnotherName(String path) throws IOException {
        URI uri = TestBackend.get().uri();
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            assertThat(answer(socket, "evil.example:" + uri.getPort(), path)).startsWith("HTTP/1.1 421 ")
                    .contains("\"code\":\"HOST_UNKNOWN\"", "Content-Type: " + Problem.MEDIA_TYPE,
                            "X-Content-Type-Options: nosniff");
        }
    }

    @Test
    void asksBrowsersToComeUnderTlsOnlyAndKnowsTheCertificatesNames(@TempDir Path folder) throws Exception {
        ServerCertificate certificate = ServerCertificate.selfMade(folder, "hub.example.com");
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[]{new TrustsAll()}, new SecureRandom());
        Callers callers = TestBackend.get().callers();
        try (HttpServer server = HttpServer
                .start(new HttpServer.Binding("127.0.0.1", 0, certificate, Set.of("told.example"),
                        TestBackend.get().limits()), callers,
                        List.of(new DescribedRoutes(List.of(), callers.authentication())))) {
            for (String host : new String[]{"hub.example.com", "told.example", "192.0.2.1"}) {
                assertThat(answer(tls(trusting, server), host, "/v1/openapi.json")).startsWith("HTTP/1.1 200 ")
                        .contains("Strict-Transport-Security: max-age=31536000");
            }
            assertThat(answer(tls(trusting, server), "evil.example", "/v1/openapi.json")).startsWith("HTTP/1.1 421 ")
                    .contains("Strict-Transport-Security: max-age=31536000");
            assertThat(answer(tls(trusting, server), "hub.example.com", "/v1/%zz")).startsWith("HTTP/1.1 400 ")
                    .contains("Strict-Transport-Security: max-age=31536000", "X-Content-Type-Options: nosniff");
        }
    }

    private static Socket tls(SSLContext context, HttpServer server) throws IOException {
        return context.getSocketFactory().createSocket(server.uri().getHost(), server.uri().getPort());
    }

    /** The certificate is nobody's, and is not what is looked at here. */
    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
