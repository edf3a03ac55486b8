package dev.agenthub.app.ui.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Enrolled;
import dev.agenthub.api.OpenInvitation;
import dev.agenthub.api.Role;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.UnlockedKey;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.TokenKey;
import dev.agenthub.app.testing.Window;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** The screen of members as an owner uses it. */
final class PeopleWindowTest {
    @TempDir
    private Path folder;

    @Test
    void saysInWhichWorkspacesAMemberDecides() throws Exception {
        UUID unseen = UUID.fromString("0190f1c2-0000-7000-8000-0000000000ff");
        UnlockedKey key = UnlockedKey.generate();
        try (TestBackend backend = new TestBackend();
                BackendClient client = new BackendClient(backend.uri());
                Window window = new Window()) {
            backend.enrolled("Ada Lind", key.publicKey());
            Enrolled ben = backend.enrolled("Ben Osei", UnlockedKey.generate().publicKey());
            Enrolled dan = backend.enrolled("Dan Holm",
                    new TokenKey().key());
            backend.limited.put(ben.member(), List.of(unseen, TestBackend.WORKSPACE));
            backend.limited.put(dan.member(), List.of());
            Session ada = client.signIn(TestBackend.ORG, key);
            PeopleScreen screen = window
                    .onWindow(() -> new PeopleScreen(ada, TestServices.of(new ImmediateTasks(), folder)));
            window.show(screen.root());
            window.onWindow(() -> {
                screen.shown();
                return true;
            });
            window.frame();
            assertThat(of("Ada Lind")).doesNotContain("sees");
            assertThat(of("Ben Osei"))
                    .contains("  ·  sees and decides only requests of " + unseen + ", Customer care  ·  ");
            assertThat(of("Dan Holm")).contains("  ·  sees no workspace’s requests  ·  ");
            assertThat(of("Ada Lind")).endsWith("  ·  1 Ed25519 key");
            assertThat(of("Dan Holm")).endsWith("  ·  1 P-256 key");
            window.picture("63-people-workspaces");
        }
    }

    @Test
    void withdrawsACodeThatNobodyRedeemed() throws Exception {
        UnlockedKey key = UnlockedKey.generate();
        try (TestBackend backend = new TestBackend();
                BackendClient client = new BackendClient(backend.uri());
                Window window = new Window()) {
            Enrolled ada = backend.enrolled("Ada Lind", key.publicKey());
            OpenInvitation admin = new OpenInvitation(UUID.randomUUID(), "Mara", List.of(Role.ADMIN), List.of(), null,
                    ada.member(), ada.name(), ada.key(), Instant.now().plus(Duration.ofDays(2)));
            OpenInvitation device = new OpenInvitation(UUID.randomUUID(), ada.name(), List.of(), List.of(),
                    ada.member(), ada.member(), ada.name(), ada.key(), Instant.now().plus(Duration.ofMinutes(9)));
            backend.open.addAll(List.of(device, admin));
            Session session = client.signIn(TestBackend.ORG, key);
            PeopleScreen screen = window
                    .onWindow(() -> new PeopleScreen(session, TestServices.of(new ImmediateTasks(), folder)));
            window.show(screen.root());
            window.onWindow(() -> {
                screen.shown();
                return true;
            });
            window.frame();
            assertThat(codes()).contains("Mara: admin", "A further device of Ada Lind");
            window.picture("64-people-codes");

            window.onWindow(() -> {
                new FxRobot().lookup("#invitation-withdraw-" + admin.id()).queryButton().fire();
                return true;
            });

            assertThat(backend.open).containsExactly(device);
            assertThat(codes()).contains("A further device of Ada Lind").doesNotContain("Mara: admin");
        }
    }

    private static List<String> codes() {
        return new FxRobot().lookup("#invitations-list .label").queryAllAs(Label.class).stream().map(Label::getText)
                .toList();
    }

    private static String of(String name) {
        List<String> labels = new FxRobot().lookup("#people-list .label").queryAllAs(Label.class).stream()
                .map(Label::getText).toList();
        return labels.get(labels.indexOf(name) + 1);
    }
}
