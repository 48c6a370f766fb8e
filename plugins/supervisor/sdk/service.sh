# For shell programs that are run as services, one function:
#
#   . ./service.sh
#   bulkhead_service start NAME [--cwd DIR] [--ready-http URL | --ready-tcp HOST:PORT | --ready-log TEXT] -- COMMAND [ARG …]
#   bulkhead_service log LEVEL MESSAGE            inside a service: a structured line (debug, info, warn, error)
#   bulkhead_service health ok|bad [DETAIL]       inside a service: for checks with push = true
#   bulkhead_service job ID NAME STATE [DONE TOTAL [MESSAGE]]   inside a service: running, succeeded, failed, cancelled
#
# start registers a program as a service, starts it and waits until it is ready; it fails with what is wrong and what to do.
# It needs curl, and reaches the host by BULKHEAD_URL and BULKHEAD_TOKEN, or by its data folder (BULKHEAD_DATA, ./data).
bulkhead_service() {
  _bs_text() { # one JSON text
    printf '"%s"' "$(printf '%s' "$1" | tr '\n\r\t' '   ' | tr -d '\000-\037' | sed 's/\\/\\\\/g; s/"/\\"/g')"
  }
  _bs_call() { # method, params
    _bs_body="{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$1\",\"params\":$2}"
    _bs_data="${BULKHEAD_DATA:-./data}"
    if [ -n "${BULKHEAD_URL:-}" ]; then
      _bs_answer=$(printf '%s' "$_bs_body" | curl -sS --max-time 90 -H 'content-type: application/json' \
        -H "authorization: Bearer ${BULKHEAD_TOKEN:-}" --data-binary @- "${BULKHEAD_URL%/}/rpc") || return 1
    elif [ -r "$_bs_data/run/token" ]; then
      _bs_answer=$(printf '%s' "$_bs_body" | curl -sS --max-time 90 -H 'content-type: application/json' \
        -H "authorization: Bearer $(cat "$_bs_data/run/token")" --unix-socket "$_bs_data/run/rpc.sock" \
        --data-binary @- http://localhost/rpc) || return 1
    else
      echo "No host runs with the data folder \"$_bs_data\": set BULKHEAD_DATA, or BULKHEAD_URL and BULKHEAD_TOKEN" >&2
      return 1
    fi
    case "$_bs_answer" in
      *'"error":{'*)
        printf '%s\n' "$_bs_answer" | sed 's/.*"message":"\(\([^"\\]\|\\.\)*\)".*/\1/; s/\\"/"/g' >&2
        printf '%s\n' "$_bs_answer" | sed -n 's/.*"hint":"\(\([^"\\]\|\\.\)*\)".*/\1/p' | sed 's/\\"/"/g' >&2
        return 1 ;;
    esac
  }
  case "${1:-}" in
    start)
      _bs_name="$2"; shift 2
      _bs_cwd="$PWD"; _bs_more=""
      while [ $# -gt 0 ] && [ "$1" != "--" ]; do
        case "$1" in
          --cwd) _bs_cwd="$2" ;;
          --ready-http) _bs_more=",\"readiness\":{\"http\":$(_bs_text "$2")}" ;;
          --ready-tcp) _bs_more=",\"readiness\":{\"tcp\":$(_bs_text "$2")}" ;;
          --ready-log) _bs_more=",\"ready_log\":$(_bs_text "$2")" ;;
          *) echo "bulkhead_service start: \"$1\" is not known: expected --cwd, --ready-http, --ready-tcp, --ready-log or --" >&2; return 2 ;;
        esac
        shift 2
      done
      [ "${1:-}" = "--" ] && shift
      [ $# -gt 0 ] || { echo "bulkhead_service start: expected a command behind --" >&2; return 2; }
      _bs_exec=""
      for _bs_arg in "$@"; do _bs_exec="$_bs_exec${_bs_exec:+,}$(_bs_text "$_bs_arg")"; done
      _bs_call supervisor.service.register "{\"spec\":{\"service\":{\"name\":$(_bs_text "$_bs_name"),\"exec\":[$_bs_exec],\"cwd\":$(_bs_text "$_bs_cwd"),\"env_inherit\":[\"PATH\"]$_bs_more}}}" &&
        _bs_call supervisor.service.start "{\"name\":$(_bs_text "$_bs_name"),\"wait\":true}" ;;
    log) printf '{"bulkhead":"log","level":%s,"message":%s}\n' "$(_bs_text "$2")" "$(_bs_text "$3")" ;;
    health)
      _bs_ok=false; [ "$2" = ok ] && _bs_ok=true
      printf '{"bulkhead":"health","ok":%s,"detail":%s}\n' "$_bs_ok" "$(_bs_text "${3:-$2}")" ;;
    job)
      _bs_more=""
      [ -n "${5:-}" ] && _bs_more=",\"done\":$5"
      [ -n "${6:-}" ] && _bs_more="$_bs_more,\"total\":$6"
      [ -n "${7:-}" ] && _bs_more="$_bs_more,\"message\":$(_bs_text "$7")"
      printf '{"bulkhead":"job","id":%s,"name":%s,"state":%s%s}\n' "$(_bs_text "$2")" "$(_bs_text "$3")" "$(_bs_text "$4")" "$_bs_more" ;;
    *) echo "bulkhead_service: expected start, log, health or job" >&2; return 2 ;;
  esac
}
