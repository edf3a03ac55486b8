package dev.agenthub.server.agents;

import dev.agenthub.api.SentAttachments;
import dev.agenthub.evidence.canonical.JsonObject;
import java.util.Set;
import java.util.regex.Pattern;

/** How a tool's HTTP call carries files: the member {@value #MEMBER} of its definition and of its payloads. */
public sealed interface AttachmentForm {

    /** The member's name in definitions and payloads. */
    String MEMBER = "attachments";

    /**
     * {@code multipart/form-data} (RFC 7578), with the call's JSON body as its first part.
     *
     * @param field the name of the files' parts
     */
    record Multipart(String field) implements AttachmentForm {

        /** The name of the first part, which holds the call's own body. */
        public static final String PAYLOAD = "payload";

        private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,100}");

        public Multipart {
            if (!FIELD.matcher(field).matches() || field.equals(PAYLOAD)) {
                throw new IllegalArgumentException(
                        "The field of attachments is 1 to 100 of the characters A-Z a-z 0-9 _ . [ ] - and not "
                                + PAYLOAD);
            }
        }

        @Override
        public void require(int files, boolean body) {
            if (files == 0 && !body) {
                throw new IllegalArgumentException("Its call has no body, so that it needs an attachment at least.");
            }
        }

        @Override
        public SentAttachments shown() {
            return new SentAttachments("multipart", field);
        }
    }

    /** The call's body is the one file. */
    record Body() implements AttachmentForm {

        @Override
        public void require(int files, boolean body) {
            if (files != 1) {
                throw new IllegalArgumentException("It sends exactly one attachment.");
            }
        }

        @Override
        public SentAttachments shown() {
            return new SentAttachments("body", null);
        }
    }

    /**
     * Reads the member.
     *
     * @throws IllegalArgumentException where it is not one of the forms
     * @throws dev.agenthub.evidence.EvidenceException where a member is missing
     */
    static AttachmentForm of(JsonObject written) {
        String as = written.string("as");
        Set<String> members = written.members().keySet();
        if (as.equals("multipart") && members.equals(Set.of("as", "field"))) {
            return new Multipart(written.string("field"));
        }
        if (as.equals("body") && members.equals(Set.of("as"))) {
            return new Body();
        }
        throw new IllegalArgumentException(
                "attachments of a call are {\"as\":\"multipart\",\"field\":\"…\"} or {\"as\":\"body\"}");
    }

    /**
     * Checks that a call of this form can carry so many files.
     *
     * @param body whether the call has a body of its own
     * @throws IllegalArgumentException saying why it cannot
     */
    void require(int files, boolean body);

    /** The API's view. */
    SentAttachments shown();

    /** The member as definitions and payloads have it. */
    default JsonObject json() {
        SentAttachments shown = shown();
        JsonObject.Builder json = JsonObject.builder().put("as", shown.as());
        return (shown.field() == null ? json : json.put("field", shown.field())).build();
    }
}
