package dev.agenthub.evidence.verify.controls.events;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.export.ExportReader;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.verify.report.Findings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads the payloads of an export as the events come that name them, each once, and compares them with these. */
public final class Payloads {

    private final ExportReader reader;
    private final Findings findings;
    private final BitSet read = new BitSet();
    private long sound;

    public Payloads(ExportReader reader, Findings findings) {
        this.reader = reader;
        this.findings = findings;
    }

    /**
     * The payload of a request.
     *
     * @return null where it is not in the export, or is not what the request's event says
     * @throws UncheckedIOException where the export cannot be read
     */
    @Nullable
    public JsonObject of(ControlEvent.Submitted submitted) {
        Hash hash = submitted.request().payloadHash();
        int number = reader.payloadNumber(hash);
        try {
            if (number < 0 || !reader.payloadName(number).equals(hash)) {
                return null;
            }
            if (read.get(number)) {
                mismatch(submitted.seq(), "The payload is that of an earlier request.");
                return null;
            }
            read.set(number);
            return compared(submitted, hash, reader.payload(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (EvidenceException e) {
            findings.add(e, null);
            return null;
        }
    }

    private @Nullable JsonObject compared(ControlEvent.Submitted submitted, Hash hash, byte[] bytes) {
        boolean change = submitted.request().proposal() != null;
        Hash ours = change ? PayloadHash.ofChange(bytes) : PayloadHash.of(bytes);
        JsonValue payload = CanonicalJson.value(bytes);
        if (payload == null || !ours.equals(hash)) {
            mismatch(null, "The payload " + hash + " does not hash to its name.");
            return null;
        }
        sound++;
        if (!(payload instanceof JsonObject content) || !isOf(submitted, content)) {
            mismatch(submitted.seq(), "The payload is not what the request says of it.");
            return null;
        }
        return content;
    }

    private static boolean isOf(ControlEvent.Submitted submitted, JsonObject content) {
        return said(submitted).members().entrySet().stream()
                .allMatch(member -> member.getValue().equals(content.get(member.getKey())))
                && isWanted(submitted.request().proposal(), content.get("after"));
    }

    private static boolean isWanted(ControlEvent.@Nullable Proposal proposal, @Nullable JsonValue after) {
        return proposal == null
                || (after != null && Hash.sha256(after.canonicalBytes()).equals(proposal.after()));
    }

    /** The members of the payload that the event says too. */
    private static JsonObject said(ControlEvent.Submitted submitted) {
        JsonObject data = submitted.data();
        PolicyClaim claim = submitted.claim();
        JsonObject.Builder payload = JsonObject.builder().put("expiresAt", data.string("expiresAt"))
                .put("org", submitted.org().toString())
                .put("policy",
                        JsonObject.builder().put("digest", claim.digest().hex()).put("id", claim.policy().toString())
                                .put("version", claim.version()).build())
                .put("request", data.string("request"));
        if (submitted.request().proposal() == null) {
            return payload.put("agent", data.string("agent")).put("v", PayloadHash.ACTION).build();
        }
        JsonValue subject = data.get("subject");
        return payload.put("kind", data.string("kind")).put("proposer", data.string("proposer"))
                .put("subject", subject == null ? JsonNull.NULL : subject).put("v", PayloadHash.CHANGE).build();
    }

    /** Whether nothing was asked for in an earlier log of the organization. */
    public boolean areOfTheFirstIncarnation() {
        return Origin.parse(reader.manifest().origin()).incarnation() == 1;
    }

    /** Requires that an event has named every payload of the export. */
    public void requireAllNamed(BooleanSupplier cancelled) throws IOException {
        int found = 0;
        for (int number = read.nextClearBit(0); number < reader.payloadCount(); number = read
                .nextClearBit(number + 1)) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            // Of those that are only counted, nobody reads the name.
            mismatch(null, ++found > Findings.KEPT
                    ? "The payload belongs to no request."
                    : "The payload " + reader.payloadName(number) + " belongs to no request of this export.");
        }
    }

    private void mismatch(@Nullable Long seq, String message) {
        findings.add(Codes.PAYLOAD_MISMATCH, seq, message);
    }

    /** How many were read that hash to their names. */
    public long sound() {
        return sound;
    }
}
