package dev.agenthub.app.ui.approvals.history;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** A dot plot of an {@link Amount}: a faint dot for each earlier value, and a labelled dot for the value of the request. */
final class DotStrip extends Region {
    private static final double DOT = 8;
    private static final double THIS = 14;
    private static final double GAP = 2;

    private final List<Region> dots = new ArrayList<>();
    private final List<Double> places = new ArrayList<>();
    private final Region line = new Region();
    private final Label now = new Label();
    private final Label least = new Label();
    private final Label most = new Label();

    DotStrip(Amount amount, HistoryText wording) {
        getStyleClass().add("dot-strip");
        setAccessibleRole(AccessibleRole.TEXT);
        setAccessibleText(wording.describe(amount));
        line.getStyleClass().add("dot-line");
        getChildren().add(line);
        amount.before().forEach(value -> add(amount, value, "dot"));
        add(amount, amount.now(), "dot-now");
        now.setText(wording.value(amount, amount.now()));
        now.getStyleClass().add("dot-value");
        least.setText(wording.value(amount, amount.least()));
        most.setText(wording.value(amount, amount.most()));
        List.of(least, most).forEach(edge -> edge.getStyleClass().addAll("dot-edge", "text-muted"));
        getChildren().addAll(now, least, most);
    }

    private void add(Amount amount, BigDecimal value, String style) {
        Region dot = new Region();
        dot.getStyleClass().add(style);
        dots.add(dot);
        places.add(amount.place(value));
        getChildren().add(dot);
    }

    @Override
    protected double computePrefHeight(double width) {
        return height(now) + GAP + THIS + GAP + height(least);
    }

    private static double height(Node label) {
        return Math.ceil(label.prefHeight(-1));
    }

    @Override
    protected void layoutChildren() {
        double middle = height(now) + GAP + THIS / 2;
        double room = getWidth() - THIS;
        line.resizeRelocate(THIS / 2, middle - 0.5, room, 1);
        for (int i = 0; i < dots.size(); i++) {
            double size = i == dots.size() - 1 ? THIS : DOT;
            dots.get(i).resizeRelocate(THIS / 2 + room * places.get(i) - size / 2, middle - size / 2, size, size);
        }
        double wide = Math.min(getWidth(), now.prefWidth(-1));
        now.resizeRelocate(Math.clamp(THIS / 2 + room * places.getLast() - wide / 2, 0, getWidth() - wide), 0, wide,
                height(now));
        double edges = middle + THIS / 2 + GAP;
        double half = getWidth() / 2;
        least.resizeRelocate(0, edges, Math.min(half, least.prefWidth(-1)), height(least));
        double right = Math.min(half, most.prefWidth(-1));
        most.resizeRelocate(getWidth() - right, edges, right, height(most));
    }
}
