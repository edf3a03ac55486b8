package dev.agenthub.app.ui.approvals.history;

import dev.agenthub.api.RequestDay;
import dev.agenthub.api.RequestHistory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/** A bar chart of an agent's number of requests on each of the last days (UTC), with today at the right. */
final class DayBars extends Region {
    private static final double HEIGHT = 36;
    private static final double GAP = 2;
    private static final double LOWEST = 2;

    private final List<Region> bars = new ArrayList<>();
    private final List<Long> requests = new ArrayList<>();
    private final Label total = new Label();
    private final long highest;

    DayBars(List<RequestDay> days, LocalDate today, HistoryText wording) {
        getStyleClass().add("day-bars");
        setAccessibleRole(AccessibleRole.TEXT);
        Map<LocalDate, Long> known = days.stream().collect(Collectors.toMap(RequestDay::day, RequestDay::requests));
        for (int ago = RequestHistory.LAST_DAYS - 1; ago >= 0; ago--) {
            LocalDate day = today.minusDays(ago);
            long asked = known.getOrDefault(day, 0L);
            Region bar = new Region();
            bar.getStyleClass().add(asked == 0 ? "day-none" : ago == 0 ? "day-today" : "day");
            if (asked > 0) {
                Tooltip.install(bar, new Tooltip(wording.day(new RequestDay(day, asked))));
            }
            bars.add(bar);
            requests.add(asked);
        }
        highest = requests.stream().mapToLong(Long::longValue).max().orElse(0);
        total.setText(wording.days(requests.stream().mapToLong(Long::longValue).sum(), highest));
        setAccessibleText(total.getText());
        total.getStyleClass().addAll("dot-edge", "text-muted");
        getChildren().addAll(bars);
        getChildren().add(total);
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT + GAP + Math.ceil(total.prefHeight(-1));
    }

    @Override
    protected void layoutChildren() {
        double step = getWidth() / bars.size();
        for (int i = 0; i < bars.size(); i++) {
            double height = highest == 0 ? LOWEST : Math.max(LOWEST, requests.get(i) * HEIGHT / highest);
            bars.get(i).resizeRelocate(i * step, HEIGHT - height, Math.max(1, step - GAP), height);
        }
        total.resizeRelocate(0, HEIGHT + GAP, Math.min(getWidth(), total.prefWidth(-1)),
                Math.ceil(total.prefHeight(-1)));
    }
}
