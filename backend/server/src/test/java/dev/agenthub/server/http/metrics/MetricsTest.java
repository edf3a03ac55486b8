package dev.agenthub.server.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.RequestState;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.folder.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final TestClient here = new TestClient(backend.uri(), null);

    private double value(String sample) {
        Matcher line = Pattern.compile("^" + Pattern.quote(sample) + " (\\S+)$", Pattern.MULTILINE)
                .matcher(here.get("/metrics").body());
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    private int throughAProxy(String header, @Nullable String token) throws IOException {
        Request.Builder request = here.request("/metrics").header(header, "for=192.0.2.1");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try (Response response = here.http().newCall(request.build()).execute()) {
            return response.code();
        }
    }

    @Test
    void answersOthersThanThisMachineOnlyWithTheToken() throws IOException {
        Path file = backend.folder().secrets().resolve("metrics.token");
        String token = Files.readString(file).strip();

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(here.get("/metrics").status()).isEqualTo(200);
        for (String header : new String[]{"X-Forwarded-For", "Forwarded"}) {
            assertThat(throughAProxy(header, null)).isEqualTo(401);
            assertThat(throughAProxy(header, token + "x")).isEqualTo(401);
            assertThat(throughAProxy(header, token)).isEqualTo(200);
        }
    }

    @Test
    void keepsTheOperatorsTokenAndTakesNoneThatCouldBeGuessed(@TempDir Path root) throws IOException {
        try (DataFolder folder = DataFolder.open(root)) {
            MetricsAccess.of(folder);
            Path file = folder.secrets().resolve("metrics.token");
            String made = Files.readString(file);
            MetricsAccess.of(folder);
            assertThat(file).content().isEqualTo(made);

            Files.writeString(file, "short\n");
            assertThatThrownBy(() -> MetricsAccess.of(folder)).isInstanceOf(StartupException.class)
                    .hasFieldOrPropertyWithValue("code", "SECRETS_UNUSABLE");
        }
    }

    @Test
    void countsWhatWaitsAndWhatBecameOfRunsAndAnswers() {
        TestMember bea = org.approver("Bea", "approvers");
        double waiting = value("agenthub_pending_requests{age=\"+Inf\"}");
        double executed = value("agenthub_runs_total{outcome=\"executed\"}");
        double refused = value("agenthub_runs_refused_total{code=\"RUN_QUORUM_NOT_MET\"}");
        double unknown = value("agenthub_http_problems_total{code=\"TOOL_UNKNOWN\"}");
        UUID run = org.submit("tickets.create");
        UUID altered = org.submit("tickets.create");
        assertThat(value("agenthub_pending_requests{age=\"+Inf\"}")).isEqualTo(waiting + 2);
        assertThat(value("agenthub_pending_requests{age=\"60\"}")).isGreaterThanOrEqualTo(2);

        bea.approve(run);
        org.update("update approval_request set state = 'approved' where org_id = :org and id = :id", altered);
        backend.runWaiting();
        org.awaitState(run, RequestState.EXECUTED);
        org.awaitState(altered, RequestState.REFUSED);
        org.agent().post("/v1/requests", TestOrganization.action("nothing", "k"));

        await().untilAsserted(() -> {
            assertThat(value("agenthub_runs_total{outcome=\"executed\"}")).isEqualTo(executed + 1);
            assertThat(value("agenthub_runs_refused_total{code=\"RUN_QUORUM_NOT_MET\"}")).isEqualTo(refused + 1);
        });
        assertThat(value("agenthub_pending_requests{age=\"+Inf\"}")).isEqualTo(waiting);
        assertThat(value("agenthub_http_problems_total{code=\"TOOL_UNKNOWN\"}")).isEqualTo(unknown + 1);
        String route = "method=\"POST\",route=\"/v1/requests\"";
        assertThat(value("agenthub_http_request_seconds_bucket{" + route + ",le=\"+Inf\"}"))
                .isEqualTo(value("agenthub_http_request_seconds_count{" + route + "}")).isGreaterThanOrEqualTo(3);
        assertThat(value("agenthub_http_request_seconds_sum{" + route + "}")).isPositive();
    }

    /** A path is never a label: whoever asks for many would make as many. */
    @Test
    void countsAnswersByRouteAndStatusAndAllUnknownPathsTogether() {
        String unknown = "agenthub_http_requests_total{method=\"GET\",route=\"none\",status=\"404\"}";
        String refused = "agenthub_http_requests_total{method=\"GET\",route=\"/v1/me\",status=\"401\"}";
        double unknownBefore = value(unknown);
        double refusedBefore = value(refused);
        String path = "/v1/" + UUID.randomUUID();

        assertThat(here.get(path).status()).isEqualTo(404);
        assertThat(here.get("/v1/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(here.get("/v1/me").status()).isEqualTo(401);
        await().untilAsserted(() -> {
            assertThat(value(unknown)).isEqualTo(unknownBefore + 2);
            assertThat(value(refused)).isEqualTo(refusedBefore + 1);
        });
        assertThat(here.get("/metrics").body()).doesNotContain(path);
    }

    @Test
    void saysHowLongTheOldestRequestHasWaitedInSeconds() {
        org.submit("tickets.create");
        try {
            backend.clock().advance(Duration.ofDays(40));
            assertThat(value("agenthub_oldest_pending_request_seconds")).isBetween(3_456_000.0, 4_000_000.0);
        } finally {
            backend.clock().reset();
        }
    }

    @Test
    void countsTheOrganizationsThatSomebodyListensTo() throws IOException {
        try (TestBackend.Serving another = backend.serving(backend.limits())) {
            TestClient member = org.owner().client().at(another.uri());
            TestClient anybody = new TestClient(another.uri(), null);
            assertThat(anybody.get("/metrics").body()).contains("\nagenthub_listening_organizations 0\n");
            try (Response stream = member.http().newCall(member.request("/v1/events").build()).execute()) {
                assertThat(stream.code()).isEqualTo(200);
                await().untilAsserted(() -> assertThat(anybody.get("/metrics").body())
                        .contains("\nagenthub_listening_organizations 1\n"));
            }
        }
    }
}
