package dev.agenthub.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.files.LogCapture;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestOrganization;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that callers cannot write to the operator's log, and so not flood it. */
class HostileRequestsTest {

    private static final int TIMES = 60;

    private final URI uri = TestBackend.get().uri();
    private final TestOrganization org = new TestOrganization();
    private final TestClient anybody = new TestClient(uri, null);
    private final LogCapture log = LogCapture.ofAll();

    @AfterEach
    void listenNoMore() {
        log.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "POST /v1/sessions HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n",
            "POST /v1/sessions HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\n{zz\\r\\n",
            "POST /v1/requests HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nAuthorization: Bearer TOKEN\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n-1\\r\\n",
            "POST /v1/requests HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nAuthorization: Bearer TOKEN\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\n{",
            "POST /v1/sessions HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nContent-Length: 100\\r\\n\\r\\n{",
            "POST /v1/requests HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nAuthorization: Bearer TOKEN\\r\\nContent-Length: 100\\r\\n\\r\\n{",
            "POST /v1/sessions HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nContent-Length: 2\\r\\nContent-Length: 3\\r\\n\\r\\n{}",
            "GET /v1/audit/events HTTP/1.1\\r\\nHost: localhost\\r\\nAuthorization: Bearer TOKEN\\r\\n\\r\\n",
            "GET /v1/%zz HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n",
            "POST /v1/requests HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nAuthorization: Bearer TOKEN\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\n{\\r\\nzz\\r\\n",
            "POST /v1/sessions HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\n{\\r\\nzz\\r\\n",
            "POST /v1/requests HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\n{\\r\\nzz\\r\\n",
            "POST /v1/nowhere HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\n{\\r\\nzz\\r\\n",
            "POST /v1/sessions HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\n{}\\r\\n0\\r\\nbad trailer\\r\\n\\r\\n",
            "GET /v1/openapi.json HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n",
            "GET /v1/health?%zz HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n", "\\r\\n\\r\\n\\u0016\\u0003\\u0001"})
    void leavesNoTraceInTheLog(String request) throws IOException {
        byte[] bytes = request.replace("\\r", "\r").replace("\\n", "\n")
                .replace("\\u0016\\u0003\\u0001", "\u0016\u0003\u0001")
                .replace("TOKEN", org.furtherKey()).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < TIMES; i++) {
            try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
                socket.getOutputStream().write(bytes);
                if (i % 2 == 0) {
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } else {
                    // Resets the connection: some at once, others when the server has had the time to read what came.
                    socket.setSoLinger(true, 0);
                    if (i % 4 == 1) {
                        assertThat(anybody.get("/v1/health").status()).isEqualTo(200);
                    }
                }
            } catch (SocketException e) {
                // Hung up on.
            }
        }
        assertThat(log.records()).extracting(LogRecord::getMessage).isEmpty();
    }
}
