package dev.agenthub.app.ui.approvals.drafts;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * What one member wrote about requests and did not send, and the decisions that failed after their request had left the screen.
 * Kept in memory while the application runs, also while it is locked. Used on the window's thread only.
 */
public final class Drafts {
    private final Map<UUID, Reasons> reasons = new HashMap<>();
    private final Map<UUID, Edit> edits = new HashMap<>();
    private final ObservableList<LeftDecision> left = FXCollections.observableArrayList();

    /**
     * The reasons typed for one request; empty where nothing was typed.
     *
     * @param decision for a decision
     * @param takeBack for taking the request back
     */
    public record Reasons(String decision, String takeBack) {
        public static final Reasons NONE = new Reasons("", "");
    }

    /**
     * An edit of one request.
     *
     * @param arguments as typed, not necessarily valid JSON
     */
    record Edit(String arguments, String reason) {}

    public Reasons reasons(UUID request) {
        return reasons.getOrDefault(request, Reasons.NONE);
    }

    public void keep(UUID request, Reasons written) {
        if (written.equals(Reasons.NONE)) {
            reasons.remove(request);
        } else {
            reasons.put(request, written);
        }
    }

    /** Decisions that failed after their request had left the screen, oldest first. */
    public ObservableList<LeftDecision> left() {
        return left;
    }

    Optional<Edit> edit(UUID request) {
        return Optional.ofNullable(edits.get(request));
    }

    void keep(UUID request, Edit written) {
        edits.put(request, written);
    }

    /** Forgets the edit, because it was sent. */
    void dropEdit(UUID request) {
        edits.remove(request);
    }
}
