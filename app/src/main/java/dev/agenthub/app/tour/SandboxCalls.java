package dev.agenthub.app.tour;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Counts the calls that reached the sandbox, from the sandbox's own file, independently of AgentHub's records. */
record SandboxCalls(Path file) {

    /** Fails unless exactly {@code count} calls reached this path. */
    void expect(String path, int count) {
        long found = all().stream().filter(call -> call.string("path").equals(path)).count();
        StepFailedException.unless(found == count,
                "the sandbox should have had " + count + " calls of " + path + " and had "
                        + found);
    }

    /** Fails unless the calls to this path carried exactly one file, with this SHA-256. */
    void expectFile(String path, String sha256) {
        List<String> found = all().stream().filter(call -> call.string("path").equals(path))
                .flatMap(call -> call.object("body").array("files").items().stream())
                .map(file -> file instanceof JsonObject one ? one.string("sha256") : "").toList();
        StepFailedException.unless(found.equals(List.of(sha256)), "the sandbox should have had the file " + sha256
                + " and had " + found);
    }

    private List<JsonObject> all() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(SandboxCalls::object).toList()
                    : List
                            .of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject object(String line) {
        if (JsonValue.parse(line.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject object) {
            return object;
        }
        throw new StepFailedException("the sandbox wrote a line that is no object: " + line);
    }
}
