package dev.agenthub.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Problem;
import dev.agenthub.server.TestBackend;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests requests that are not valid HTTP or exceed limits, sent byte by byte. */
class ProtocolErrorsTest {

    private static final String HOST = "Host: localhost\r\nConnection: close\r\n";

    private static String answerTo(String request) throws IOException {
        URI uri = TestBackend.get().uri();
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertProblem(String request, int status, String code) throws IOException {
        String answer = answerTo(request);
        assertThat(answer).as(request).startsWith("HTTP/1.1 " + status + " ")
                .contains("Content-Type: " + Problem.MEDIA_TYPE)
                .contains("\"code\":\"" + code + "\"").contains("\"status\":" + status)
                .doesNotContain("<html", "Jetty", "Exception");
    }

    @ParameterizedTest
    @CsvSource({"GET,/v1/%zz,400,REQUEST_MALFORMED", "GET,/v1/%00,400,REQUEST_MALFORMED",
            "GET,/v1/requests/%2e%2e/x,404,NOT_FOUND", "GET,/v1/requests/a%2fb,401,UNAUTHENTICATED",
            "GET,/v1/health?a=%zz,400,REQUEST_MALFORMED",
            "GET,/v1/requests?text=%E4,400,REQUEST_MALFORMED", "GET,/v1/requests?text=%ED%A0%80,400,REQUEST_MALFORMED",
            "GET,/v1/requests?text=%C0%80,400,REQUEST_MALFORMED",
            "GET,/v1/requests?text=%F0%9F%8F%95,401,UNAUTHENTICATED",
            "GET,/v1/health?a=%00,400,TEXT_NOT_STORABLE",
            "GET,/v1/health?%00=a,400,TEXT_NOT_STORABLE", "FOO,/v1/health,405,METHOD_NOT_ALLOWED",
            "TRACE,/v1/health,405,METHOD_NOT_ALLOWED", "OPTIONS,*,404,NOT_FOUND"})
    void answersAddressesAndMethodsThatMeanNothing(String method, String path, int status, String code)
            throws IOException {
        assertProblem(method + " " + path + " HTTP/1.1\r\n" + HOST + "\r\n", status, code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /v1/health HTTP/1.1\\r\\nConnection: close\\r\\n\\r\\n                                     | 400 | REQUEST_MALFORMED
            GET /v1/health HTTP/1.1\\r\\nHost: a%b:c\\r\\nConnection: close\\r\\n\\r\\n                       | 400 | REQUEST_MALFORMED
            GET /v1/health HTTP/7.3\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n                   | 400 | REQUEST_MALFORMED
            GET /v1/health HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\nA header\\r\\n\\r\\n       | 400 | REQUEST_MALFORMED
            POST /v1/sessions HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nConnection: close\\r\\nContent-Length: x\\r\\n\\r\\n                  | 400 | REQUEST_MALFORMED
            POST /v1/sessions HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nConnection: close\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n | 400 | REQUEST_MALFORMED
            POST /v1/sessions HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nConnection: close\\r\\nTransfer-Encoding: zip\\r\\n\\r\\n             | 400 | REQUEST_MALFORMED
            """)
    void answersWhatIsNoHttp(String request, int status, String code) throws IOException {
        assertProblem(request.replace("\\r", "\r").replace("\\n", "\n"), status, code);
    }

    @ParameterizedTest
    @CsvSource({"6000,401,UNAUTHENTICATED", "100000,414,URI_TOO_LONG"})
    void answersAnAddressThatIsTooLong(int length, int status, String code) throws IOException {
        assertProblem("GET /v1/audit/events?type=" + "a".repeat(length) + " HTTP/1.1\r\n" + HOST + "\r\n", status,
                code);
    }

    @ParameterizedTest
    @CsvSource({"100000"})
    void answersHeadersThatAreTooLarge(int length) throws IOException {
        assertProblem("GET /v1/health HTTP/1.1\r\n" + HOST + "A: " + "a".repeat(length) + "\r\n\r\n", 431,
                "HEADERS_TOO_LARGE");
    }
}
