package dev.agenthub.db.postgres;

import dev.agenthub.db.failure.StartupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs programs of the system in one folder, with an environment that does not lead PostgreSQL astray.
 *
 * @param folder the programs' working directory
 * @param output where a program's output goes: a pipe would be kept open by a server that it starts
 */
record Commands(Path folder, Path output) {

    /** Runs it to its end. One that cannot be run at all has status 127. */
    Result run(List<String> command) throws IOException {
        Result result = execute(command, ProcessBuilder.Redirect.to(output.toFile()));
        return result.output().isEmpty() ? new Result(result.status(), text(output)) : result;
    }

    /** As {@link #run}, with its output, and that of a server that it leaves running, at the end of a log. */
    Result runInto(Path log, List<String> command) throws IOException {
        return execute(command, ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    private Result execute(List<String> command, ProcessBuilder.Redirect redirect) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(redirect);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new Result(process.waitFor(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("DATABASE_START_FAILED", "The start was interrupted.", e);
        } catch (IOException e) {
            return new Result(127, String.valueOf(e.getMessage()));
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    }

    /** How a program ended, and what it said. */
    record Result(int status, String output) {
        boolean succeeded() {
            return status == 0;
        }
    }
}
