package dev.agenthub.server;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An export of the whole log: the verifier's report, and the events as plain JSON. */
public record ExportedLog(Report report, List<JsonNode> events) {

    /** Exports the whole log with payloads into the folder, and verifies it. */
    public static ExportedLog take(TestClient auditor, Path folder) throws IOException {
        return take(auditor, folder, null);
    }

    /** As above, compared with a pinned checkpoint. */
    public static ExportedLog take(TestClient auditor, Path folder, @Nullable Pin pin) throws IOException {
        Path file = Files.createTempFile(folder, "log", ".ahexport");
        try (Response answer = auditor.stream("/v1/audit/exports", ExportRequest.whole(true))) {
            Files.write(file, answer.body().bytes());
        }
        String key = auditor.get("/v1/audit").as(AuditLogInfo.class).verifierKey();
        return new ExportedLog(Verifier.verify(file, VerifyOptions.of(VerifierKey.parse(key), pin)), events(file));
    }

    private static List<JsonNode> events(Path file) throws IOException {
        JsonMapper mapper = new JsonMapper();
        List<JsonNode> events = new ArrayList<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().filter(some -> some.getName().startsWith("entries/")).sorted(
                    (one, other) -> one.getName().compareTo(other.getName())).toList()) {
                String lines = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                lines.lines().forEach(line -> events.add(mapper.readTree(line).get("event")));
            }
        }
        return events;
    }
}
