package dev.agenthub.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DesktopCommandTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "121", "2147483647"})
    void refusesToLeaveAKeyOpenForEver(String minutes) {
        Path data = folder.resolve("data");
        CommandRun own = CommandRun.of("desktop", "--lock-after", minutes, "--data", data.toString());
        CommandRun elsewhere = CommandRun.of("desktop", "--lock-after", minutes, "--data", data.toString(), "--connect",
                "https://127.0.0.1:1");
        assertThat(List.of(own, elsewhere)).allSatisfy(refused -> {
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).contains("1 to 120 minutes", "[USAGE]");
        });
        assertThat(data).doesNotExist();
    }
}
