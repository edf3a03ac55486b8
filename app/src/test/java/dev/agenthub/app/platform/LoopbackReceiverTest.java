package dev.agenthub.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.app.testing.TestTimeout;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopbackReceiverTest {
    private static final String CODE = "a-code-that-is-secret";

    private final OkHttpClient browser = new OkHttpClient();
    private final LoopbackReceiver receiver = LoopbackReceiver.open("Done <here>. You can close this window.");

    @AfterEach
    void close() {
        receiver.close();
    }

    private static Request.Builder to(String address) {
        return new Request.Builder().url(address);
    }

    private int status(Request.Builder request) throws IOException {
        try (Response response = browser.newCall(request.build()).execute()) {
            return response.code();
        }
    }

    private Map<String, String> brought() {
        return receiver.await(Instant.now().plus(TestTimeout.LIMIT), InstantSource.system());
    }

    @Test
    void givesWhatTheBrowserBringsAndShowsItAPage() throws IOException {
        receiver.expect("a b&");
        try (Response response = browser.newCall(to(receiver.address() + "?state=a%20b%26&code=" + CODE
                + "&iss=https%3A%2F%2Fprovider.example").build()).execute()) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.header("Cache-Control")).isEqualTo("no-store");
            assertThat(response.body().string()).contains("Done &lt;here&gt;. You can close this window.")
                    .doesNotContain(CODE);
        }
        assertThat(brought()).containsOnly(Map.entry("state", "a b&"), Map.entry("code", CODE),
                Map.entry("iss", "https://provider.example"));
        assertThat(status(to(receiver.address() + "?state=another&code=x"))).isEqualTo(410);
        assertThat(brought()).containsEntry("code", CODE);
    }

    @Test
    void listensOnThisMachineAtThePathThatProvidersWereTold() throws IOException {
        assertThat(receiver.address().getHost()).isEqualTo("127.0.0.1");
        assertThat(receiver.address().getPath()).isEqualTo("/connected");
        assertThat(status(to(receiver.address() + "?state=s&code=c"))).as("before a state is expected").isEqualTo(400);
    }

    @Test
    void refusesWhatIsNoAnswerAndGoesOnWaiting() throws IOException {
        receiver.expect("s");
        String address = receiver.address().toString();
        URI root = receiver.address().resolve("/");
        RequestBody form = RequestBody.create("state=s&code=c", MediaType.get("application/x-www-form-urlencoded"));
        assertThat(status(to(root + "favicon.ico"))).isEqualTo(404);
        assertThat(status(to(root + "connected/?state=s&code=c"))).isEqualTo(404);
        assertThat(status(to(address + "/x?state=s&code=c"))).isEqualTo(404);
        assertThat(status(to(address + "?state=s&code=c").post(form))).isEqualTo(405);
        assertThat(status(to(address + "?state=s&code=c").head())).isEqualTo(405);
        assertThat(status(to(address + "?state=s&code=c").header("Host", "evil.example"))).isEqualTo(421);
        for (String query : List.of("", "?", "?code=c", "?state=&code=c", "?state=t&code=c", "?state=s&state=t",
                "?state=s&code=c&code=d",
                "?state=s&code=%zz", "?state=s&code=" + "x".repeat(20_000))) {
            assertThat(status(to(address + query))).as(query).isEqualTo(400);
        }
        assertThat(status(to(address + "?state=s&error=access_denied"))).isEqualTo(200);
        assertThat(brought()).containsOnly(Map.entry("state", "s"), Map.entry("error", "access_denied"));
    }

    @Test
    void endsAtTheDeadline() {
        assertThatThrownBy(() -> receiver.await(Instant.EPOCH.plusMillis(1), InstantSource.fixed(Instant.EPOCH)))
                .isInstanceOfSatisfying(CodedException.class,
                        e -> assertThat(e.code()).isEqualTo(LoopbackReceiver.TIMED_OUT));
    }

    @Test
    void endsWhenItIsCancelledAndListensNoMore() {
        CompletableFuture<Map<String, String>> waiting = CompletableFuture.supplyAsync(this::brought);
        receiver.close();
        assertThatThrownBy(() -> TestTimeout.answer(waiting)).hasRootCauseInstanceOf(
                CancellationException.class).hasStackTraceContaining("it was cancelled");
        assertThatThrownBy(() -> status(to(receiver.address() + "?state=s&code=c")))
                .isInstanceOf(IOException.class);
    }
}
