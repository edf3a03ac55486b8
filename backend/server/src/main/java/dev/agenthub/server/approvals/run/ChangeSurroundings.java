package dev.agenthub.server.approvals.run;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.policy.Demand;
import dev.agenthub.server.approvals.requests.RequestSubject;
import dev.agenthub.server.approvals.requests.StoredRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks that the governance policy in force requires no more of an approved change than it was approved with. */
public final class ChangeSurroundings implements RunPreconditions.Surroundings {

    private final StoredRequest request;
    private final RequestSubject.Change change;
    private final Function<ChangeKind, Optional<Demand>> asked;

    public ChangeSurroundings(StoredRequest request, Function<ChangeKind, Optional<Demand>> asked) {
        if (!(request.asked() instanceof RequestSubject.Change found)) {
            throw new IllegalStateException("Request " + request.id() + " asks for no change");
        }
        this.request = request;
        this.change = found;
        this.asked = asked;
    }

    public RequestSubject.Change change() {
        return change;
    }

    public ChangeKind kind() {
        return ChangeKind.ofWord(change.kind())
                .orElseThrow(() -> new IllegalStateException("No kind of change " + change.kind()));
    }

    @Override
    public boolean describedBy(JsonObject content) {
        UUID workspace = change.workspace();
        return content.string("v").equals(PayloadHash.CHANGE)
                && content.string("kind").equals(change.kind())
                && content.string("proposer").equals(change.proposer().toString())
                && content.object("subject").string("id").equals(change.subject().id())
                && content.object("subject").string("kind").equals(change.subject().kind())
                && String.valueOf(content.nullableString("workspace")).equals(String.valueOf(workspace));
    }

    @Override
    public @Nullable String objection(JsonObject content) {
        if (ChangeKind.ofWord(change.kind()).isEmpty()) {
            return Codes.RUN_HASH_MISMATCH;
        }
        return asked.apply(kind()).filter(now -> !request.demand().covers(now)).isPresent()
                ? RunPreconditions.POLICY_CHANGED
                : null;
    }

    @Override
    public @Nullable String overrideGroup() {
        return null;
    }
}
