package dev.agenthub.app.reconciliation;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Uuids;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.export.EntryLine;
import dev.agenthub.evidence.export.ExportReader;
import dev.agenthub.evidence.export.SegmentLines;
import dev.agenthub.evidence.hash.Hash;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the runs recorded in an export. */
public final class ExportedRuns {
    private final Map<UUID, String> tools = new HashMap<>();
    private final Map<UUID, ExportedRun> byRun = new LinkedHashMap<>();
    private final Map<Hash, String> hosts = new HashMap<>();
    private @Nullable Instant first;
    private @Nullable Instant last;

    /**
     * The runs and the period of an export.
     *
     * @param first the time of its first entry; null where it has none
     * @param last the time of its last entry; null where it has none
     */
    public record Told(List<ExportedRun> runs, @Nullable Instant first, @Nullable Instant last) {

        /** Without the runs that called another host. */
        public Told at(String host) {
            return new Told(runs.stream().filter(run -> run.host() == null || run.host().equalsIgnoreCase(host))
                    .toList(), first, last);
        }
    }

    private ExportedRuns() {}

    /**
     * Reads an export. The caller has verified it before.
     *
     * @throws EvidenceException where its content is malformed
     * @throws IOException where it cannot be read
     */
    public static Told read(Path export) throws IOException {
        ExportedRuns runs = new ExportedRuns();
        try (ExportReader reader = ExportReader.open(export)) {
            reader.payloads((name, payload) -> runs.host(name, payload));
            long seq = reader.manifest().firstSeq();
            for (int i = 0; i < reader.manifest().segments().size(); i++) {
                try (SegmentLines lines = reader.segment(i)) {
                    for (; lines.next(); seq++) {
                        runs.take(seq, AuditEvent.parse(
                                lines.copy(EntryLine.eventFrom(lines), EntryLine.eventTo(lines))));
                    }
                }
            }
        }
        return new Told(List.copyOf(runs.byRun.values()), runs.first, runs.last);
    }

    private void host(Hash name, byte[] payload) {
        if (JsonValue.parse(payload) instanceof JsonObject action && action.get("call") != null
                && action.object("call").get("http") != null) {
            String host = URI.create(action.object("call").object("http").string("url")).getHost();
            if (host != null) {
                hosts.put(name, host);
            }
        }
    }

    private void take(long seq, AuditEvent event) {
        first = first == null ? event.time() : first;
        last = event.time();
        JsonObject data = event.data();
        switch (event.type()) {
            case EventType.APPROVAL_REQUESTED -> {
                if (data.get("tool") != null) {
                    tools.put(Uuids.parse(data.string("request")), data.string("tool"));
                }
            }
            case EventType.RUN_STARTED -> {
                UUID request = Uuids.parse(data.string("request"));
                UUID run = Uuids.parse(data.string("run"));
                Hash payload = Hash.ofHex(data.string("payloadHash"));
                byRun.put(run, new ExportedRun(request, run, seq, tools.get(request), payload, event.time(), null,
                        null, hosts.get(payload)));
            }
            case EventType.RUN_FINISHED -> byRun.computeIfPresent(Uuids.parse(data.string("run")),
                    (_, run) -> new ExportedRun(run.request(), run.run(), run.seq(), run.tool(), run.payload(),
                            run.startedAt(), event.time(), data.string("outcome"), run.host()));
            default -> {
                // This entry starts no run.
            }
        }
    }
}
