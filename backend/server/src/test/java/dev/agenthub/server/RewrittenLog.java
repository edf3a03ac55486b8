package dev.agenthub.server;

import dev.agenthub.api.ExportRequest;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.NoteSigner;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import okhttp3.Response;

/** A log with its payloads, rewritten as an attacker with the checkpoint key could: every entry is linked, hashed and signed again. */
public final class RewrittenLog {

    private static final int BEFORE_EVENT = "{\"event\":".length();
    private static final int AFTER_EVENT = ",\"h\":\"\"}".length() + 2 * Hash.LENGTH;

    private final Path folder;
    private final Origin origin;
    private final NoteSigner signer;
    private final List<AuditEvent> events = new ArrayList<>();
    private final List<byte[]> payloads = new ArrayList<>();

    private RewrittenLog(Path folder, ZipFile zip) throws IOException {
        this.folder = folder;
        for (ZipEntry entry : zip.stream().sorted((one, other) -> one.getName().compareTo(other.getName())).toList()) {
            byte[] content;
            try (InputStream in = zip.getInputStream(entry)) {
                content = in.readAllBytes();
            }
            if (entry.getName().startsWith("payloads/")) {
                payloads.add(content);
            } else if (entry.getName().startsWith("entries/")) {
                new String(content, StandardCharsets.UTF_8).lines().forEach(line -> events.add(AuditEvent.parse(line
                        .substring(BEFORE_EVENT, line.length() - AFTER_EVENT).getBytes(StandardCharsets.UTF_8))));
            }
        }
        this.origin = Origin.parse(events.getFirst().data().string("origin"));
        this.signer = new NoteSigner(origin.toString(), ExportFixtures.seed("rewritten"));
    }

    /** The whole log of an organization, with all payloads. */
    public static RewrittenLog of(TestOrganization org, Path folder) throws IOException {
        Path export = folder.resolve("exported");
        try (Response answer = org.owner().client().stream("/v1/audit/exports", ExportRequest.whole(true))) {
            Files.write(export, answer.body().bytes());
        }
        try (ZipFile zip = new ZipFile(export.toFile())) {
            return new RewrittenLog(folder, zip);
        }
    }

    public List<AuditEvent> events() {
        return List.copyOf(events);
    }

    /** The verifier's report. */
    public Report verify() {
        return verify(events);
    }

    /** The verifier's report where that event's data is replaced. */
    public Report verifyWith(int seq, JsonObject data) {
        List<AuditEvent> changed = new ArrayList<>(events);
        AuditEvent was = events.get(seq);
        changed.set(seq, new AuditEvent(was.actor(), data, was.id(), was.nonce(), was.org(), was.subject(), was.time(),
                was.type(), was.workspace()));
        return verify(changed);
    }

    private Report verify(List<AuditEvent> some) {
        List<byte[]> bytes = some.stream().map(AuditEvent::canonicalBytes).toList();
        List<Hash> links = ExportFixtures.links(origin, bytes);
        ExportFixtures.Parts parts = new ExportFixtures.Parts(bytes, links,
                new Checkpoint(origin.toString(), links.size(), ExportFixtures.tree(links).root()).sign(signer));
        parts.origin = origin;
        parts.payloads = payloads;
        try {
            return Verifier.verify(ExportFixtures.write(folder, parts.write()),
                    VerifyOptions.of(signer.verifierKey(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
