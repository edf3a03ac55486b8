package dev.agenthub.api;

import java.util.UUID;

/**
 * A change of the rules that a member proposes.
 *
 * @param kind such as {@code policy.publish}
 * @param subjectKind what is changed, such as {@code policy}
 * @param subject its id
 * @param proposer the member who proposed it and may not vote on it
 * @param proposerName the proposer's name
 */
public record ChangeSummary(String kind, String subjectKind, String subject, UUID proposer, String proposerName) {

    public ChangeSummary {
        kind = Check.text("kind", kind, 100);
        subjectKind = Check.text("subjectKind", subjectKind, 100);
        subject = Check.text("subject", subject, 200);
        proposer = Check.present("proposer", proposer);
        proposerName = Check.present("proposerName", proposerName);
    }
}
