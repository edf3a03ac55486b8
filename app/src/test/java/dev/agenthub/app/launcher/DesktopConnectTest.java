package dev.agenthub.app.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.platform.SingleInstance;
import dev.agenthub.app.testing.ServedTeam;
import dev.agenthub.app.testing.TestTimeout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.TextInputControl;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code agenthub desktop --connect LINK} in its own process, under umask 000, with a simulated person at its window. */
@DisabledOnOs(OS.WINDOWS)
class DesktopConnectTest {
    @TempDir
    Path folder;

    /** The command, whose window is then used as a person would: what they see is printed. */
    static void main(String... arguments) {
        Thread person = Thread.ofPlatform().daemon().unstarted(() -> {
            say("code " + seen("enrol-code", node -> ((TextInputControl) node).getText()));
            seen("entrance-elsewhere", node -> {
                ((Hyperlink) node).fire();
                return "";
            });
            say("start " + seen("start-link", Node::getId));
        });
        person.setUncaughtExceptionHandler((_, missing) -> {
            say(String.valueOf(missing.getMessage()));
            // What the window should have shown does not come any more.
            Runtime.getRuntime().halt(1);
        });
        person.start();
        Main.main(arguments);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** What is made of the node with this id, once it is there. */
    private static String seen(String id, Function<Node, String> look) {
        return TestTimeout.await(id).ignoreExceptions().until(() -> {
            CompletableFuture<String> found = new CompletableFuture<>();
            Platform.runLater(() -> found.complete(Window.getWindows().stream()
                    .flatMap(window -> window.getScene().getRoot().lookupAll("#" + id).stream()).findFirst()
                    .map(node -> "=" + look.apply(node)).orElse("")));
            return TestTimeout.answer(found);
        }, text -> !text.isEmpty()).substring(1);
    }

    @Test
    void arrivesFilledInAndLetsGoOfItsFolderOnTheWayElsewhere() throws Exception {
        Path data = folder.resolve("device");
        try (ServedTeam team = new ServedTeam(folder.resolve("team"))) {
            Process desktop = start(data, team.link());
            try (BufferedReader out = new BufferedReader(new InputStreamReader(desktop.getInputStream(), UTF_8))) {
                assertThat(next(out, "code ")).isEqualTo(team.link());
                Path own = RemoteAddress.of(team.link(), null).folder(data);
                assertThat(next(out, "start ")).isEqualTo("start-link");
                try (SingleInstance free = SingleInstance.claim(own, () -> {})) {
                    assertThat(free).isNotNull();
                }
                assertThatThrownBy(() -> SingleInstance.claim(own.resolveSibling("start"), () -> {}))
                        .isInstanceOfSatisfying(CodedException.class,
                                e -> assertThat(e.code()).isEqualTo("DATA_FOLDER_IN_USE"));
                assertOwnerOnly(data);
            } finally {
                desktop.destroyForcibly();
            }
            assertThat(TestTimeout.ends(desktop)).isTrue();
        }
    }

    private static Process start(Path data, String link) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "umask 000; exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Dglass.platform=Headless", "-Dprism.order=sw", "-cp",
                System.getProperty("java.class.path"), DesktopConnectTest.class.getName(), "desktop", "--connect",
                link, "--data", data.toString()).redirectErrorStream(true);
        builder.environment().remove("DISPLAY");
        return builder.start();
    }

    /** The rest of the next line that begins so. */
    private static String next(BufferedReader out, String beginning) throws IOException {
        StringBuilder others = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
            others.append(line).append('\n');
        }
        throw new AssertionError("The desktop ended: " + others);
    }

    private static void assertOwnerOnly(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            List<Path> found = all.toList();
            assertThat(found).anyMatch(file -> file.endsWith("backend") || file.toString().contains("at-"));
            assertThat(found.stream().filter(Files::isDirectory)).allSatisfy(each -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(each))).isEqualTo("rwx------"));
        }
    }
}
