package dev.agenthub.app.ui.approvals.drafts;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * What one member has written about requests and not sent, and what of it was sent and not taken: it stands there
 * again when they come back, also after the desktop was locked meanwhile. Used on the window's thread only.
 */
public final class Drafts {
    private final Map<UUID, Reasons> reasons = new HashMap<>();
    private final Map<UUID, Edit> edits = new HashMap<>();
    private final ObservableList<LeftDecision> left = FXCollections.observableArrayList();

    /** Why they decide as they do, and why they take the request back; empty where nothing was written. */
    public record Reasons(String decision, String takeBack) {
        public static final Reasons NONE = new Reasons("", "");
    }

    /** Other arguments as they were written, JSON or not yet, and why. */
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

    /** What failed when its request was no longer on show, the oldest first. */
    public ObservableList<LeftDecision> left() {
        return left;
    }

    Optional<Edit> edit(UUID request) {
        return Optional.ofNullable(edits.get(request));
    }

    void keep(UUID request, Edit written) {
        edits.put(request, written);
    }

    /** The edit was sent. */
    void dropEdit(UUID request) {
        edits.remove(request);
    }
}
