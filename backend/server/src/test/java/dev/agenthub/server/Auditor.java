package dev.agenthub.server;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Exports an organization's log and replays its controls, as an external auditor does. */
public final class Auditor {

    private Auditor() {}

    /** Exports the organization's log, without payloads, and verifies it. */
    public static Report replay(TestOrganization org) {
        return replay(org, false);
    }

    /** As above, with the payloads beside the log where they are asked for. */
    public static Report replay(TestOrganization org, boolean payloads) {
        TestClient owner = org.owner().client();
        Path export = null;
        try {
            export = Files.createTempFile("agenthub-audit-", ".ahexport");
            try (Response response = owner.stream("/v1/audit/exports", ExportRequest.whole(payloads))) {
                Files.write(export, response.body().bytes());
            }
            String key = owner.get("/v1/audit").as(AuditLogInfo.class).verifierKey();
            return Verifier.verify(export, VerifyOptions.of(VerifierKey.parse(key), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(export);
        }
    }

    private static void delete(@Nullable Path export) {
        try {
            if (export != null) {
                Files.delete(export);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
