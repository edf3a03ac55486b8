package dev.agenthub.server.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.KeyRevocation;
import dev.agenthub.api.Member;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Role;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TwoBackends;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import okhttp3.Response;
import okio.BufferedSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that open event streams end at once when their listener's access is revoked, on every backend and without a heartbeat. */
class StreamRevocationTest {

    private static final MemberChange REMOVED = new MemberChange(List.of(), List.of(), false);

    @TempDir
    private static Path folder;
    private static TwoBackends backends;
    private static TestMember owner;

    @BeforeAll
    static void start() throws IOException {
        backends = new TwoBackends(folder);
        owner = TestMember.enrol(backends.uri(0), backends.organization(), "Ada", backends.clock());
    }

    @AfterAll
    static void stop() {
        backends.close();
    }

    private static TestMember member() {
        String code = owner.client().post("/v1/members/invitations",
                new InviteRequest("Bea", List.of(Role.APPROVER), List.of())).as(Invitation.class).code();
        return TestMember.enrol(backends.uri(0), code, "Bea", backends.clock());
    }

    /** Listens, does something, and reads until the backend ends the stream: which it does only because of that. */
    private static void endsAt(int backend, TestClient listener, Runnable revocation) throws IOException {
        TestClient there = listener.at(backends.uri(backend));
        try (Response response = there.http().newCall(there.request("/v1/events").build()).execute()) {
            BufferedSource body = response.body().source();
            assertThat(body.readUtf8Line()).isEqualTo(": still here");
            revocation.run();
            // A stream that goes on times out here.
            assertThat(body.readUtf8()).doesNotContain("still here");
        }
    }

    private static void endsAtBoth(Consumer<TestMember> revocation) throws IOException {
        for (int backend = 0; backend < backends.count(); backend++) {
            TestMember bea = member();
            endsAt(backend, bea.client(), () -> revocation.accept(bea));
        }
    }

    @Test
    void endsWhenTheMemberIsRemoved() throws IOException {
        endsAtBoth(bea -> owner.client().post("/v1/members/" + bea.id(), REMOVED).as(Member.class));
    }

    @Test
    void endsWhenTheMemberIsDemoted() throws IOException {
        endsAtBoth(bea -> owner.client()
                .post("/v1/members/" + bea.id(), new MemberChange(List.of(), List.of(), true)).as(Member.class));
    }

    @Test
    void endsWhenTheKeyIsRevoked() throws IOException {
        endsAtBoth(bea -> owner.client().post("/v1/members/" + bea.id() + "/keys/" + bea.key() + "/revocation",
                new KeyRevocation("Stolen")).as(Member.class));
    }

    @Test
    void endsWhenTheMemberSignsOut() throws IOException {
        endsAtBoth(bea -> bea.client().delete("/v1/sessions/current"));
    }

    @Test
    void goesOnForEverybodyElseAndProlongsNoSession() throws IOException {
        TestMember bea = member();
        TestMember leaver = member();
        try (Response response = bea.client().http().newCall(bea.client().request("/v1/events").build()).execute()) {
            BufferedSource body = response.body().source();
            assertThat(body.readUtf8Line()).isEqualTo(": still here");
            backends.clock().advance(Duration.ofMinutes(100));
            owner.client().post("/v1/members/" + leaver.id(), REMOVED).as(Member.class);
            assertThat(body.readUtf8Line()).as("asked again, and let go on").isEmpty();
            assertThat(body.readUtf8Line()).startsWith("id: ");

            backends.clock().advance(Duration.ofMinutes(30));

            assertThat(bea.client().get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");
        } finally {
            backends.clock().reset();
        }
    }
}
