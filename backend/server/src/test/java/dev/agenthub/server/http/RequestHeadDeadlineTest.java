package dev.agenthub.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.http.limits.HttpLimits;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The deadline is for the head of a request, not for its answer. */
class RequestHeadDeadlineTest {
    private static final int HEAD_SECONDS = 1;

    private final TestOrganization org = new TestOrganization();
    private final TestBackend.Serving backend = TestBackend.get().serving(new HttpLimits(1L << 30,
            new HttpLimits.Rates(100, 100, 100, 100), new HttpLimits.Streams(100, 100),
            new HttpLimits.Connections(100, 100, HEAD_SECONDS)));

    @AfterEach
    void stop() {
        backend.close();
    }

    /** The second head arrives with the first one, so that its time begins and ends before the first answer is sent. */
    @Test
    void letsAnAnswerTakeItsTimeAfterARequestSentWithTheOneBefore() throws IOException {
        UUID request = org.submit("tickets.create");
        String waiting = "GET /v1/requests/" + request + "/status?known=pending&wait=" + 3 * HEAD_SECONDS;
        try (Socket socket = new Socket(backend.uri().getHost(), backend.uri().getPort())) {
            socket.getOutputStream().write((head("GET /v1/health", "keep-alive") + head(waiting, "close"))
                    .getBytes(StandardCharsets.US_ASCII));
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers.split("HTTP/1.1 200 ", -1)).as(answers).hasSize(3);
            assertThat(answers).contains("\"state\":\"pending\"");
        }
    }

    private String head(String line, String connection) {
        return line + " HTTP/1.1\r\nHost: localhost\r\nConnection: " + connection + "\r\nAuthorization: Bearer "
                + org.furtherKey() + "\r\n\r\n";
    }
}
