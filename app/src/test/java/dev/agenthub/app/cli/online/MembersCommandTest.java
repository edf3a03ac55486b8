package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.OpenInvitation;
import dev.agenthub.api.Role;
import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.JoinedMember;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TokenKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code agenthub members} with invitations that are not yet redeemed. */
class MembersCommandTest {
    @TempDir
    private Path data;

    @Test
    void tellsWhatEachKeySignsWith() throws Exception {
        try (TestBackend backend = new TestBackend()) {
            JoinedMember ada = JoinedMember.of(backend, data, "Ada Lind");
            TokenKey token = new TokenKey();
            backend.enrolled("Tove Berg", token.key());

            assertThat(ada.run("members", "list").out()).contains("  ed25519\n",
                    "  key " + token.keyId() + "  es256\n");
        }
    }

    @Test
    void listsOpenCodesAndWithdrawsOne() throws Exception {
        try (TestBackend backend = new TestBackend()) {
            JoinedMember ada = JoinedMember.of(backend, data, "Ada Lind");
            OpenInvitation open = new OpenInvitation(UUID.randomUUID(), "Mara", List.of(Role.ADMIN),
                    List.of("finance"), null, UUID.randomUUID(), "Ada Lind", "05af1c33d2e09b71",
                    Instant.parse("2026-12-01T10:00:00Z"));
            backend.open.add(open);

            CommandRun listed = ada.run("members", "invitations");
            CommandRun withdrawn = ada.run("members", "withdraw", open.id().toString());

            assertThat(listed.out()).isEqualTo(
                    open.id() + "  Mara  [admin]  [finance]  by Ada Lind  until 2026-12-01T10:00:00Z\n");
            assertThat(withdrawn.exitCode()).isZero();
            assertThat(backend.open).isEmpty();
        }
    }
}
