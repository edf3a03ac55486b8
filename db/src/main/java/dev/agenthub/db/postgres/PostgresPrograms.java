package dev.agenthub.db.postgres;

import dev.agenthub.db.failure.StartupException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs PostgreSQL's programs as a user that PostgreSQL accepts. */
final class PostgresPrograms {
    private final PostgresBinaries binaries;
    private final ProgramUser user;
    private final Commands commands;

    /** @param commands their folder is one that the programs can be given relative paths in */
    PostgresPrograms(PostgresBinaries binaries, ProgramUser user, Commands commands) {
        this.binaries = binaries;
        this.user = user;
        this.commands = commands;
    }

    /** The path as these programs are to be given it: they hand paths to a shell without quoting them. */
    String relative(Path path) {
        return commands.folder().relativize(path).toString();
    }

    Commands.Result run(String program, String... arguments) throws IOException {
        return runnable(commands.run(command(program, arguments)));
    }

    /** Runs the one that starts the server, which then writes to the log as it was opened by us. */
    Commands.Result runInto(Path log, String program, String... arguments) throws IOException {
        return runnable(commands.runInto(log, command(program, arguments)));
    }

    /** What {@code pg_ctl} sends for a fast stop; Java itself can only ask for a slow one, that waits for clients. */
    void interruptAsOurselves(ProcessHandle server) throws IOException {
        if (!PostgresBinaries.isWindows()) {
            commands.run(List.of("sh", "-c", "kill -INT " + server.pid()));
        }
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(binaries.program(program).toString());
        command.addAll(List.of(arguments));
        return user.command(command);
    }

    private Commands.Result runnable(Commands.Result result) {
        if (result.status() == 126 || result.status() == 127) {
            throw new StartupException("DATABASE_START_FAILED",
                    "The database's programs in " + binaries.home() + " cannot be run: " + result.output());
        }
        return result;
    }
}
