package dev.agenthub.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Role;
import dev.agenthub.app.testing.RealBackend;
import java.nio.file.Path;

/** A running backend with the sample organization, and an administrator of it, Gil Amari, who runs commands. */
public final class BackendWithAdmin implements AutoCloseable {
    private final RealBackend backend;
    private final JoinedMember admin;

    /** Starts in that folder's {@code own}, as a desktop does. */
    public BackendWithAdmin(Path folder) {
        backend = new RealBackend(folder.resolve("own"));
        admin = JoinedMember.of(backend, folder, "Gil Amari", Role.ADMIN);
    }

    /** Runs a command as the administrator. */
    public CommandRun run(String... words) {
        return admin.run(words);
    }

    /** What a command prints, which succeeds. */
    public String done(String... words) {
        CommandRun run = run(words);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    /** What a command says, which is refused. */
    public String refused(String... words) {
        CommandRun run = run(words);
        assertThat(run.exitCode()).as(run.out()).isEqualTo(CommandFailure.NOT_DONE);
        return run.err();
    }

    @Override
    public void close() {
        backend.close();
    }
}
