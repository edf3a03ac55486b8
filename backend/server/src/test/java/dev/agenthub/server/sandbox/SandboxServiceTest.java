package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.failure.StartupException;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.folder.DataFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxServiceTest {
    private static final String REFUND = "{\"amount\":\"480.00\",\"currency\":\"EUR\"}";

    private static final String FORM = """
            --b
            Content-Disposition: form-data; name="payload"
            Content-Type: application/json

            {"to":"x"}
            --b
            Content-Disposition: form-data; name="file"; filename="a%20b.csv"
            Content-Type: text/csv

            o,p#480#
            --b--
            """.replace("\n", "\r\n").replace('#', '\n');

    private final OkHttpClient client = new OkHttpClient();
    @TempDir
    private Path folder;
    private DataFolder data;
    private SandboxService sandbox;

    @BeforeEach
    void start() {
        data = DataFolder.open(folder);
        sandbox = started();
    }

    @AfterEach
    void stop() {
        sandbox.close();
        data.close();
    }

    @Test
    void takesACallWithItsTokenAndWritesItDown() throws Exception {
        assertThat(call("/refunds", "k1", REFUND)).isEqualTo("201 {\"id\":\"re_000001\",\"status\":\"succeeded\"}");

        assertThat(journal()).singleElement().asString().contains("\"key\":\"k1\"", "\"path\":\"/refunds\"",
                "\"repeated\":false", "480.00").doesNotContain(SandboxService.token(data).text());
    }

    @Test
    void doesNothingTwiceForOneIdempotencyKey() throws Exception {
        String first = call("/refunds", "k1", REFUND);

        assertThat(call("/refunds", "k1", REFUND)).isEqualTo(first);
        assertThat(call("/refunds", "k2", REFUND)).isNotEqualTo(first);
        assertThat(call("/refunds", "k1", "{\"amount\":\"999.00\"}")).startsWith("422");
        assertThat(call("/tickets", "k1", REFUND)).startsWith("422");
        assertThat(journal()).hasSize(3).filteredOn(line -> line.contains("\"repeated\":false")).hasSize(2);
    }

    @Test
    void doesOneThingForManyCallsAtOnceWithOneKey() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> calls = IntStream.range(0, 20)
                    .<Callable<String>>mapToObj(_ -> () -> call("/refunds", "k1", REFUND)).toList();
            assertThat(threads.invokeAll(calls)).extracting(Future::get).containsOnly(call("/refunds", "k1", REFUND));
        }
        assertThat(journal()).filteredOn(line -> line.contains("\"repeated\":false")).hasSize(1);
    }

    @Test
    void remembersCallsAndItsPortAfterARestart() throws Exception {
        String first = call("/refunds", "k1", REFUND);
        int port = sandbox.port();
        sandbox.close();

        sandbox = started();

        assertThat(sandbox.port()).isEqualTo(port);
        assertThat(call("/refunds", "k1", REFUND)).isEqualTo(first);
    }

    @Test
    void dropsALineThatACrashCutOff() throws Exception {
        call("/refunds", "k1", REFUND);
        sandbox.close();
        Files.writeString(data.sandbox().resolve("calls.jsonl"), "{\"answer\":{\"id", StandardOpenOption.APPEND);

        sandbox = started();
        call("/refunds", "k2", REFUND);

        assertThat(journal()).hasSize(2).allMatch(line -> line.endsWith("}"));
    }

    @Test
    void writesDownWhichFilesAFormHad() throws Exception {
        assertThat(form("f1", FORM)).isEqualTo("201 {\"id\":\"rep_000001\",\"status\":\"succeeded\"}");
        assertThat(form("f1", FORM)).startsWith("201");
        assertThat(form("f1", FORM.replace("480", "481"))).startsWith("422");

        String digest = Hash.sha256("o,p\n480\n".getBytes(StandardCharsets.UTF_8)).hex();
        assertThat(journal()).hasSize(2).first().asString().contains("\"path\":\"/reports\"",
                "\"body\":{\"files\":[{\"mediaType\":\"text/csv\",\"name\":\"a%20b.csv\",\"sha256\":\"" + digest
                        + "\",\"size\":8}],\"payload\":{\"to\":\"x\"}}");
    }

    @Test
    void takesNoFormThatIsMalformed() throws Exception {
        assertThat(form("f2", "no form")).startsWith("400");
        assertThat(form("f2", FORM.substring(0, FORM.length() / 2))).startsWith("400");
        assertThat(form("f2", FORM.replace("{\"to\":\"x\"}", "{\"to\":"))).startsWith("400");
        assertThat(post("/reports", "f2", RequestBody.create(FORM, MediaType.get("multipart/form-data"))))
                .startsWith("400");
        assertThat(journal()).isEmpty();
    }

    @Test
    void wantsItsToken() throws Exception {
        Request request = new Request.Builder().url(sandbox.baseUrl() + "/refunds").header("Idempotency-Key", "k1")
                .header("Authorization", "Bearer sbx_wrong").post(json(REFUND)).build();
        try (Response response = client.newCall(request).execute()) {
            assertThat(response.code()).isEqualTo(401);
        }
        assertThat(journal()).isEmpty();
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws Exception {
        assertThat(call("/elsewhere", "k1", REFUND)).startsWith("404");
        assertThat(call("/refunds", "", REFUND)).startsWith("400");
        assertThat(call("/refunds", "k1", "[")).startsWith("400");
        assertThat(call("/refunds", "k1", "\"text\"")).startsWith("400");
        assertThat(journal()).isEmpty();
    }

    @Test
    void movesOnlyWhereNothingNamesItsPort() throws Exception {
        int port = sandbox.port();
        sandbox.close();
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();
            assertThatThrownBy(() -> SandboxService.start(data, () -> false, InstantSource.system()))
                    .isInstanceOfSatisfying(StartupException.class,
                            e -> assertThat(e.code()).isEqualTo("SANDBOX_PORT_BUSY"));

            sandbox = started();
            assertThat(sandbox.port()).isNotEqualTo(port);
        }
    }

    private SandboxService started() {
        return SandboxService.start(data, () -> true, InstantSource.system());
    }

    private String call(String path, String key, String body) throws IOException {
        return post(path, key, json(body));
    }

    private String form(String key, String body) throws IOException {
        return post("/reports", key, RequestBody.create(body.getBytes(StandardCharsets.UTF_8),
                MediaType.get("multipart/form-data; boundary=b")));
    }

    private String post(String path, String key, RequestBody body) throws IOException {
        Request request = new Request.Builder().url(sandbox.baseUrl() + path)
                .header("Authorization", "Bearer " + SandboxService.token(data).text()).header("Idempotency-Key", key)
                .post(body).build();
        try (Response response = client.newCall(request).execute()) {
            return response.code() + " " + response.body().string();
        }
    }

    private static RequestBody json(String body) {
        return RequestBody.create(body, MediaType.get("application/json"));
    }

    private List<String> journal() throws IOException {
        return Files.readAllLines(data.sandbox().resolve("calls.jsonl"));
    }
}
