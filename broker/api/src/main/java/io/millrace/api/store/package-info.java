/** Objects by URI, whoever keeps them: one plugin provides the store of a scheme, everybody may use it. */
package io.millrace.api.store;
