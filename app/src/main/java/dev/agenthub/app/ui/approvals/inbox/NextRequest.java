package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.api.RequestSummary;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Finds the request after those that were decided. Their rows may have left the list by then, so this
 * remembers the order of the last list that had at least one of them.
 */
final class NextRequest {
    private Set<UUID> about = Set.of();
    private List<UUID> order = List.of();

    /** Remembers that {@code requests} are about to be decided while the list has {@code rows}. */
    void deciding(Collection<UUID> requests, List<RequestSummary> rows) {
        about = Set.copyOf(requests);
        listed(rows);
    }

    /** Tells it the rows of the list after each load. */
    void listed(List<RequestSummary> rows) {
        List<UUID> now = rows.stream().map(RequestSummary::request).toList();
        if (now.stream().anyMatch(about::contains)) {
            order = now;
        }
    }

    /** Returns the first request after them for which {@code offered} is true; without one, the last such before them. */
    Optional<UUID> next(Predicate<UUID> offered) {
        int last = about.stream().mapToInt(order::indexOf).max().orElse(-1);
        Predicate<UUID> open = id -> !about.contains(id) && offered.test(id);
        return order.subList(last + 1, order.size()).stream().filter(open).findFirst()
                .or(() -> order.subList(0, last + 1).reversed().stream().filter(open).findFirst());
    }
}
