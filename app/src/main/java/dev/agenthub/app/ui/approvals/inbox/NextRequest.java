package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.api.RequestSummary;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Which request comes after those that were decided. Their rows may have left the list by
 * then, so the list is remembered as it was with the last of them.
 */
final class NextRequest {
    private Set<UUID> about = Set.of();
    private List<UUID> order = List.of();

    /** These are about to be decided, in a list of these rows. */
    void deciding(Collection<UUID> requests, List<RequestSummary> rows) {
        about = Set.copyOf(requests);
        listed(rows);
    }

    /** The list has these rows now. */
    void listed(List<RequestSummary> rows) {
        List<UUID> now = rows.stream().map(RequestSummary::request).toList();
        if (now.stream().anyMatch(about::contains)) {
            order = now;
        }
    }

    /** The first after them that is still offered; where there is none, the last before. */
    Optional<UUID> next(Predicate<UUID> offered) {
        int last = about.stream().mapToInt(order::indexOf).max().orElse(-1);
        Predicate<UUID> open = id -> !about.contains(id) && offered.test(id);
        return order.subList(last + 1, order.size()).stream().filter(open).findFirst()
                .or(() -> order.subList(0, last + 1).reversed().stream().filter(open).findFirst());
    }
}
