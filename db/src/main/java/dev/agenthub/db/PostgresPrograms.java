package dev.agenthub.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs PostgreSQL's programs with a clean environment and, where we are root, in a user namespace without any mapping:
 * PostgreSQL refuses to run as root, and there it is nobody to itself while its files stay ours.
 */
final class PostgresPrograms {
    private static final List<String> UNPRIVILEGED = List.of("unshare", "--user");

    private final PostgresBinaries binaries;
    private final List<String> prefix;
    private final Path folder;
    private final Path output;

    private PostgresPrograms(PostgresBinaries binaries, List<String> prefix, Path folder, Path output) {
        this.binaries = binaries;
        this.prefix = prefix;
        this.folder = folder;
        this.output = output;
    }

    /**
     * @param folder the programs' working directory. They hand paths to a shell without quoting them, so every path that
     *               they are given is relative to it
     * @param output where each program's output goes: a pipe would be kept open by the server that it starts
     */
    static PostgresPrograms of(PostgresBinaries binaries, Path folder, Path output) throws IOException {
        if (!isRoot(folder)) {
            return new PostgresPrograms(binaries, List.of(), folder, output);
        }
        PostgresPrograms unprivileged = new PostgresPrograms(binaries, UNPRIVILEGED, folder, output);
        Result attempt = unprivileged.execute(List.of("true"));
        if (!attempt.succeeded()) {
            throw new StartupException("DATABASE_USER_UNSUITABLE",
                    "PostgreSQL does not run as root, and this system does not let root leave its rights behind "
                            + "(unshare --user: " + attempt.output().strip()
                            + "). Start AgentHub as an ordinary user.");
        }
        return unprivileged;
    }

    /** The path as these programs are to be given it. */
    String relative(Path path) {
        return folder.relativize(path).toString();
    }

    Result run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(binaries.program(program).toString());
        command.addAll(List.of(arguments));
        Result result = execute(command);
        if (result.status() == 126 || result.status() == 127) {
            throw new StartupException("DATABASE_START_FAILED",
                    "The database's programs in " + binaries.home() + " cannot be run: "
                            + result.output().strip());
        }
        return result;
    }

    private Result execute(List<String> command) throws IOException {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
        int status;
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            status = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("DATABASE_START_FAILED", "The start was interrupted.", e);
        } catch (IOException e) {
            return new Result(127, String.valueOf(e.getMessage()));
        }
        return new Result(status, Files.readString(output, StandardCharsets.ISO_8859_1));
    }

    private static boolean isRoot(Path folder) throws IOException {
        if (PostgresBinaries.isWindows()) {
            return false;
        }
        Path probe = Files.createTempFile(folder, ".owner-", ".tmp");
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(probe, "unix:uid"));
        } finally {
            Files.delete(probe);
        }
    }

    /** How a program ended, and all it said. */
    record Result(int status, String output) {
        boolean succeeded() {
            return status == 0;
        }
    }
}
