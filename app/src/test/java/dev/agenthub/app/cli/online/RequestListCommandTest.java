package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.JoinedMember;
import dev.agenthub.app.testing.TestBackend;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The orders of {@code agenthub requests list}; FirstRequestTest compares two of a real backend. */
class RequestListCommandTest {
    private TestBackend backend;
    private JoinedMember dan;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        backend = new TestBackend();
        dan = JoinedMember.of(backend, folder.resolve("data"), "Dan Osei");
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void namesTheOrdersThatThereAre() {
        CommandRun run = dan.run("requests", "list", "--order", "riskiest");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("newest, risk, expiry, age or decided").endsWith("[USAGE]\n");
    }
}
