package dev.agenthub.server.http.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.server.TestBackend;
import dev.agenthub.server.http.Endpoint;
import dev.agenthub.server.http.HttpServer;
import java.io.IOException;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class DownloadTest {
    private final OkHttpClient client = new OkHttpClient();

    @Test
    void streamsAWholeBody() throws Exception {
        try (HttpServer server = serving(out -> {
            for (int i = 0; i < 100; i++) {
                out.write(new byte[10_000]);
            }
            out.close();
        }); Response response = get(server)) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.body().bytes()).hasSize(1_000_000);
        }
    }

    @Test
    void breaksTheConnectionWhereTheBodyFailsInTheMiddle() throws Exception {
        try (HttpServer server = serving(out -> {
            out.write(new byte[200_000]);
            throw new IOException("the disk is gone");
        }); Response response = get(server)) {
            assertThat(response.code()).isEqualTo(200);
            assertThatThrownBy(() -> response.body().bytes()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void answersWithAProblemWhereTheBodyFailsAtItsBeginning() throws Exception {
        try (HttpServer server = serving(_ -> {
            throw new IOException("the disk is gone");
        }); Response response = get(server)) {
            assertThat(response.code()).isEqualTo(500);
            assertThat(response.header("Content-Type")).startsWith("application/problem+json");
        }
    }

    private static HttpServer serving(Download.Body body) {
        return HttpServer.start(HttpServer.Binding.loopback(0), TestBackend.get().callers(),
                List.of(() -> List.of(Endpoint.get("/v1/audit/file", "A file").writes("application/octet-stream",
                        call -> Download.stream(call.context(), "application/octet-stream", body)))));
    }

    private Response get(HttpServer server) throws IOException {
        return client.newCall(new Request.Builder().url(server.uri() + "/v1/audit/file").build()).execute();
    }
}
