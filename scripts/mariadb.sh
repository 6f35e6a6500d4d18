#!/usr/bin/env bash
# mariadb.sh start|stop|dsn DIR — a MariaDB server of the tests' own, in DIR:
# its data, its socket (DIR/mysqld.sock) and a free port on 127.0.0.1. The
# system's service is neither used nor touched. `dsn` prints a data source
# name in go-sql-driver's form without a database: tests create and drop
# databases of their own.
#
# Collation, time zone and isolation are those of a plain installation in
# China: what the portal needs otherwise it must ask for itself.
#
# MARIADB_DURABLE=1  each commit reaches the disk (for measurements); without
#                    it commits are not flushed, since a test's data may die
#                    with the machine.
# MARIADB_BINLOG=1   it writes a binary log (row format), for point-in-time
#                    recovery to be tried.
# MARIADB_POOL       size of the buffer pool (default 256M).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
	echo "usage: mariadb.sh start|stop|dsn DIR" >&2
	exit 2
}
(($# == 2)) || usage
verb=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
socket=$dir/mysqld.sock
pidfile=$dir/mysqld.pid
log=$dir/mysqld.log

running() {
	[[ -s $pidfile ]] && kill -0 "$(<"$pidfile")" 2>/dev/null
}

free_port() {
	local port
	for _ in {1..50}; do
		port=$((20000 + RANDOM % 20000))
		if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
			echo "$port"
			return
		fi
	done
	echo "mariadb: no free port found" >&2
	return 1
}

start() {
	if running; then
		return
	fi
	if ((${#socket} > 100)); then
		echo "mariadb: $socket is too long for a socket's path: choose a shorter folder" >&2
		exit 1
	fi
	# The core package is the server without the system's service.
	"$here/ensure-deb.sh" mariadb-server-core mariadb-client
	local server=/usr/sbin/mariadbd user=() durable=() binlog=()
	[[ ${MARIADB_BINLOG:-0} == 1 ]] && binlog=(--log-bin="$dir/binlog" --binlog-format=ROW --server-id=1)
	# The server refuses root's account unless it is named.
	[[ $(id -u) == 0 ]] && user=(--user=root)
	if [[ ${MARIADB_DURABLE:-0} == 1 ]]; then
		durable=(--innodb-flush-log-at-trx-commit=1)
	else
		durable=(--innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --innodb-flush-method=nosync)
	fi
	if [[ ! -d $dir/data/mysql ]]; then
		rm -rf "$dir/data"
		if ! mariadb-install-db --no-defaults "${user[@]}" --datadir="$dir/data" \
			--auth-root-authentication-method=normal --skip-test-db --skip-name-resolve >"$log" 2>&1; then
			cat "$log" >&2
			exit 1
		fi
	fi
	# A server that dies at once may have lost its port to another program
	# between the choice and the bind: choose again, twice at most.
	for _ in 1 2 3; do
		setsid "$server" --no-defaults "${user[@]}" --datadir="$dir/data" \
			--socket="$socket" --pid-file="$pidfile" --log-error="$log" \
			--bind-address=127.0.0.1 --port="$(free_port)" --skip-name-resolve \
			--character-set-server=utf8mb4 --collation-server=utf8mb4_general_ci \
			--default-time-zone=+08:00 \
			--innodb-buffer-pool-size="${MARIADB_POOL:-256M}" --innodb-log-file-size=128M \
			--max-connections=200 --max-allowed-packet=64M --performance-schema=OFF \
			"${durable[@]}" "${binlog[@]}" </dev/null >>"$log" 2>&1 &
		local pid=$!
		for _ in {1..300}; do
			if mariadb-admin --no-defaults --socket="$socket" --user=root ping >/dev/null 2>&1; then
				return
			fi
			kill -0 "$pid" 2>/dev/null || break
			sleep 0.1
		done
		kill "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
	echo "mariadb: the server in $dir did not start; the end of its log:" >&2
	tail -n 20 "$log" >&2
	exit 1
}

stop() {
	if ! running; then
		return
	fi
	local pid
	pid=$(<"$pidfile")
	kill "$pid"
	for _ in {1..300}; do
		kill -0 "$pid" 2>/dev/null || return 0
		sleep 0.1
	done
	kill -KILL "$pid"
}

case $verb in
start) start ;;
stop) stop ;;
dsn) echo "root@unix($socket)/" ;;
*) usage ;;
esac
