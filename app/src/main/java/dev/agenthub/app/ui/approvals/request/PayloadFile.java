package dev.agenthub.app.ui.approvals.request;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file that goes out with an action, as the exact payload names it (SPEC.md §2).
 *
 * @param position its place in the payload's list, from 0
 * @param name as the agent gave it, with whatever characters
 * @param mediaType as the agent gave it; nobody verified that the bytes are of that kind
 * @param sha256 what its bytes must hash to
 * @param size how many bytes
 */
public record PayloadFile(int position, String name, String mediaType, Hash sha256, long size) {
    /** The bytes that came for a file are not those that the payload names. */
    public static final String DIFFERS = "ATTACHMENT_DIFFERS";

    private static final Messages MESSAGES = Messages.of(PayloadFile.class);

    /**
     * The files of a payload, in its order.
     *
     * @throws EvidenceException where the payload names none in the way of its format
     */
    static List<PayloadFile> in(JsonObject payload) {
        if (payload.get("call") == null) {
            return List.of(); // a change of the rules
        }
        List<PayloadFile> files = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonValue item : payload.array("attachments").items()) {
            if (!(item instanceof JsonObject file)) {
                throw invalid("The payload names something that is no file.");
            }
            PayloadFile next = new PayloadFile(files.size(), file.string("name"), file.string("mediaType"),
                    Hash.ofHex(file.string("sha256")), file.integer("size"));
            if (next.size < 0 || !names.add(next.name)) {
                throw invalid("The payload names a file twice, or one of no possible size.");
            }
            files.add(next);
        }
        return files;
    }

    private static EvidenceException invalid(String sentence) {
        return new EvidenceException("PAYLOAD_INVALID", sentence);
    }

    /**
     * Checks the bytes that came for this file.
     *
     * @throws CodedException {@link #DIFFERS}: they must be neither shown nor decided about
     */
    public void require(byte[] bytes) {
        if (bytes.length != size) {
            throw new CodedException(DIFFERS, MESSAGES.text("differs.file.size", HiddenCharacters.marked(name)));
        }
        if (!Hash.sha256(bytes).equals(sha256)) {
            throw new CodedException(DIFFERS, MESSAGES.text("differs.file.hash", HiddenCharacters.marked(name)));
        }
    }
}
