package dev.agenthub.evidence.export;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.hash.Hash;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The only names that may stand in an export. */
final class EntryNames {

    static final String MANIFEST = "manifest.json";
    static final String CHECKPOINT = "checkpoint";
    static final String FRONTIER = "frontier.json";

    /** The names that stand outside any folder. */
    static final Set<String> SINGLE = Set.of(MANIFEST, CHECKPOINT, FRONTIER);

    static final Pattern SEGMENT = Pattern.compile("entries/([0-9]{6})\\.jsonl");
    static final Pattern PAYLOAD = Pattern.compile("payloads/([0-9a-f]{64})\\.json");
    static final Pattern OLDER = Pattern.compile("checkpoints/(0|[1-9][0-9]{0,17})");
    static final Pattern TIMESTAMP = Pattern.compile("timestamps/(0|[1-9][0-9]{0,17})\\.tsr");

    private EntryNames() {}

    /** The part of a name that tells entries of its kind apart. */
    static String part(Pattern kind, String name) {
        Matcher matcher = kind.matcher(name);
        if (!matcher.matches()) {
            throw unknown();
        }
        return matcher.group(1);
    }

    static EvidenceException unknown() {
        return Window.invalid("it holds an entry of an unknown name.");
    }

    static String segment(int number) {
        String digits = Integer.toString(number);
        return "entries/" + "0".repeat(Math.max(0, 6 - digits.length())) + digits + ".jsonl";
    }

    static String payload(Hash payloadHash) {
        return "payloads/" + payloadHash.hex() + ".json";
    }

    static String olderCheckpoint(long size) {
        return "checkpoints/" + size;
    }

    static String timestamp(long size) {
        return "timestamps/" + size + ".tsr";
    }
}
