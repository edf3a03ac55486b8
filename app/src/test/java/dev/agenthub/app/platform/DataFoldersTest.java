package dev.agenthub.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DataFoldersTest {
    @Test
    void followsTheCustomOfEachSystem() {
        assertThat(DataFolders.base("Linux", Map.of(), "/home/ada"))
                .isEqualTo(Path.of("/home/ada/.local/share/agenthub"));
        assertThat(DataFolders.base("Linux", Map.of("XDG_DATA_HOME", "/data"), "/home/ada"))
                .isEqualTo(Path.of("/data/agenthub"));
        assertThat(DataFolders.base("Linux", Map.of("XDG_DATA_HOME", "relative"), "/home/ada"))
                .isEqualTo(Path.of("/home/ada/.local/share/agenthub"));
        assertThat(DataFolders.base("Mac OS X", Map.of(), "/Users/ada"))
                .isEqualTo(Path.of("/Users/ada/Library/Application Support/AgentHub"));
    }

    @Test
    void keepsTheSampleApartFromTheOwnOrganization() {
        assertThat(DataFolders.of(Path.of("/data"), true)).isEqualTo(Path.of("/data/sample"));
        assertThat(DataFolders.of(Path.of("/data"), false)).isEqualTo(Path.of("/data/own"));
    }

    /** Whoever runs the build has recorded keys of their own, which no test may add to: neither here nor in a program that it starts. */
    @Test
    void noTestIsGivenTheFolderOfWhoeverRunsIt() {
        String home = System.getProperty("user.home");
        String system = System.getProperty("os.name");
        Path theirs = DataFolders.base(system, Map.of(), home);
        assertThat(DataFolders.of(null, false).startsWith(theirs)).isFalse();
        assertThat(DataFolders.base("Linux", System.getenv(), home).startsWith(theirs)).isFalse();
    }
}
