package dev.agenthub.app.ui.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Enrolled;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.MemberKey;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** What an owner sees of the people. */
final class PeopleWindowTest {
    @TempDir
    private Path folder;

    @Test
    void saysInWhichWorkspacesAMemberDecides() throws Exception {
        UUID unseen = UUID.randomUUID();
        MemberKey key = MemberKey.generate();
        try (TestBackend backend = new TestBackend();
                BackendClient client = new BackendClient(backend.uri());
                Window window = new Window()) {
            backend.enrolled("Ada Lind", key.publicKey());
            Enrolled ben = backend.enrolled("Ben Osei", MemberKey.generate().publicKey());
            Enrolled dan = backend.enrolled("Dan Holm", MemberKey.generate().publicKey());
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
            window.picture("63-people-workspaces");
        }
    }

    private static String of(String name) {
        List<String> labels = new FxRobot().lookup("#people-list .label").queryAllAs(Label.class).stream()
                .map(Label::getText).toList();
        return labels.get(labels.indexOf(name) + 1);
    }
}
