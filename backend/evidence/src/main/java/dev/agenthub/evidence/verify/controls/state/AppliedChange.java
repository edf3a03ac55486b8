package dev.agenthub.evidence.verify.controls.state;

import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.hash.Hash;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An approved change that was applied, and what of it has happened since.
 *
 * @param kind null where it is none that is known
 * @param subject what is changed
 * @param after SHA-256 of the wanted state
 * @param handedOn what its first event handed on to the second; null before it, and where there are no two
 * @param seen the types of the events that stand behind it, each of which does once
 */
public record AppliedChange(@Nullable ChangeKind kind, Subject subject, Hash after, @Nullable Hash handedOn,
        Set<String> seen) {

    public AppliedChange {
        seen = Set.copyOf(seen);
    }

    public AppliedChange and(String type, @Nullable Hash given) {
        Set<String> more = new TreeSet<>(seen);
        more.add(type);
        return new AppliedChange(kind, subject, after, given == null ? handedOn : given, more);
    }
}
