package dev.agenthub.app.ui.common;

import javafx.scene.Parent;

/** A loaded FXML file: its root node and its controller. */
public record View<C>(Parent root, C controller) {}
